package orion.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The description of the API: that in the documentation is what the code makes, and every reference leads somewhere.
final class OpenApiTest {
    @Test
    void theOneInTheDocumentationIsTheOneThatIsServed() throws Exception {
        Path repository = Path.of(System.getProperty("orion.repository"));
        Path made = repository.resolve("node/target/openapi.json");
        Files.writeString(made, OpenApi.TEXT);
        assertThat(repository.resolve("docs/api/openapi.json"))
                .as("copy %s there once you have read what is different", made)
                .hasContent(OpenApi.TEXT);
    }

    @Test
    void everyRouteIsDescribedAndNothingElse() {
        SchemaCheck check = new SchemaCheck(OpenApi.TEXT);
        TreeSet<String> described = new TreeSet<>();
        SchemaCheck.object(SchemaCheck.at(check.document(), "paths"))
                .forEach((path, operations) ->
                        SchemaCheck.object(operations).keySet().forEach(method -> described.add(method + " " + path)));
        assertThat(described)
                .hasSize(Routes.ALL.size())
                .contains("get /api/v1/status", "post /api/v1/edits/{edit}/confirm", "get /api/v1/events/stream");
        TreeSet<String> ids = new TreeSet<>();
        for (String each : described) {
            List<String> words = List.of(each.split(" ", -1));
            Object operation = SchemaCheck.at(check.document(), "paths", words.get(1), words.get(0));
            ids.add(SchemaCheck.at(operation, "operationId").toString());
        }
        assertThat(ids).as("ids of operations are different").hasSize(described.size());
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        SchemaCheck check = new SchemaCheck(OpenApi.TEXT);
        TreeSet<String> known =
                new TreeSet<>(SchemaCheck.object(SchemaCheck.at(check.document(), "components", "schemas"))
                        .keySet());
        assertThat(known).contains("StatusData", "ErrorData", "FindingData", "EventData");
        TreeSet<String> used = new TreeSet<>();
        Matcher references = Pattern.compile("#/components/schemas/([A-Za-z]+)").matcher(OpenApi.TEXT);
        while (references.find()) {
            used.add(references.group(1));
        }
        assertThat(known).containsAll(used);
    }

    @Test
    void theCheckerFindsWhatIsMissingTooMuchOrOfAnotherType() {
        SchemaCheck check = new SchemaCheck(OpenApi.TEXT);
        assertThat(check.faultsOf("ErrorData", "{\"error\":\"x\"}")).isEmpty();
        assertThat(check.faultsOf("ErrorData", "{}")).containsExactly("ErrorData lacks error");
        assertThat(check.faultsOf("ErrorData", "{\"error\":1}")).containsExactly("ErrorData.error is no string");
        assertThat(check.faultsOf("ErrorData", "{\"error\":\"x\",\"more\":1}")).hasSize(1);
        assertThat(check.faultsOf("KeysData", "{\"state\":\"s\",\"waitsFor\":[1],\"obstacle\":\"\"}"))
                .containsExactly("KeysData.waitsFor[0] is no string");
        assertThat(check.faultsOf("TrialData", "{\"edit\":1.5,\"leftSeconds\":2,\"obstacle\":\"\"}"))
                .containsExactly("TrialData.edit is no integer");
        assertThat(check.faults("get", "/api/v1/nodes", "{}")).containsExactly("answer is no array");
    }
}
