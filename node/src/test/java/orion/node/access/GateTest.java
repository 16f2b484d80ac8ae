package orion.node.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import orion.core.configuration.Role;
import orion.node.api.ControlReply;
import orion.node.api.ControlRequest;

/// Who may ask what: every verb, for every set of roles.
final class GateTest {
    private final List<String> journal = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final Gate gate = new Gate(
            (request, caller) -> {
                asked.add(request.verb());
                return ControlReply.done("answered");
            },
            InstantSource.system(),
            journal::add);

    /// Written down a second time, on purpose: whoever gives a verb to more people does it in two places.
    private static Set<String> mayAlone(Role role) {
        return switch (role) {
            case VIEWER -> Set.of("status", "events", "explain", "what-if", "lint", "history", "keys");
            case OPERATOR -> Set.of("online", "offline", "migrate", "alert", "maintenance");
            case ADMINISTRATOR ->
                Set.of(
                        "apply",
                        "check",
                        "delete",
                        "capacity",
                        "export",
                        "diff",
                        "rollback",
                        "confirm",
                        "remove-node",
                        "leave",
                        "join",
                        "down",
                        "rotate-keys",
                        "confirm-off",
                        "fence",
                        "access-list",
                        "access-add",
                        "access-remove");
            case SCRIPT_AUTHOR -> Set.of("token");
        };
    }

    private static boolean may(Set<Role> roles, String verb) {
        Set<String> all = new TreeSet<>();
        if (roles.contains(Role.ADMINISTRATOR)) {
            all.addAll(mayAlone(Role.ADMINISTRATOR));
        }
        if (roles.containsAll(Set.of(Role.ADMINISTRATOR, Role.SCRIPT_AUTHOR))) {
            all.addAll(mayAlone(Role.SCRIPT_AUTHOR));
        }
        if (roles.contains(Role.OPERATOR) || roles.contains(Role.ADMINISTRATOR)) {
            all.addAll(mayAlone(Role.OPERATOR));
        }
        if (roles.stream().anyMatch(role -> role != Role.SCRIPT_AUTHOR)) {
            all.addAll(mayAlone(Role.VIEWER));
        }
        return all.contains(verb);
    }

    static List<Set<Role>> roles() {
        List<Set<Role>> all = new ArrayList<>();
        all.add(EnumSet.noneOf(Role.class));
        for (Role role : Role.values()) {
            for (Set<Role> fewer : List.copyOf(all)) {
                Set<Role> more = EnumSet.copyOf(fewer);
                more.add(role);
                all.add(more);
            }
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("roles")
    void everyVerbIsAnsweredForTheRolesThatMayAskItAndForNobodyElse(Set<Role> roles) {
        Caller caller = new Caller("token somebody", new TreeSet<>(roles));
        for (String verb : Rights.verbs()) {
            asked.clear();
            ControlReply reply = gate.answer(new ControlRequest(verb, List.of()), caller);
            assertThat(reply.done()).as(verb).isEqualTo(may(roles, verb));
            assertThat(reply.isDenied()).as(verb).isEqualTo(!may(roles, verb));
            assertThat(asked).as(verb).hasSize(may(roles, verb) ? 1 : 0);
            if (!may(roles, verb)) {
                String needed = Rights.neededFor(verb).orElseThrow().word();
                String why = "token somebody lacks the role " + needed + ", which '" + verb + "' needs";
                assertThat(reply.text()).startsWith(why);
                assertThat(journal).anyMatch(line -> line.startsWith("a request was refused: " + why));
            }
        }
    }

    @Test
    void theOwnerOfTheHostMayAskEverything() {
        for (String verb : Rights.verbs()) {
            assertThat(gate.answer(new ControlRequest(verb, List.of()), Caller.ofThisHost("root"))
                            .done())
                    .as(verb)
                    .isTrue();
        }
        assertThat(journal).isEmpty();
    }

    @Test
    void whatNobodyKnowsIsDeniedToEverybodyAndCannotWriteIntoTheJournal() {
        ControlReply reply =
                gate.answer(new ControlRequest("dance\n" + "x".repeat(9_000), List.of()), Caller.ofThisHost("root"));
        assertThat(reply.isDenied()).isTrue();
        assertThat(reply.text())
                .startsWith("the daemon does not know the verb 'dance?x")
                .hasSizeLessThan(100);
        assertThat(asked).isEmpty();
    }

    @Test
    void aRefusalThatIsRepeatedIsCountedAndAnotherOneIsTold() {
        Caller viewer = new Caller("token watch", new TreeSet<>(Set.of(Role.VIEWER)));
        for (int i = 0; i < 100; i++) {
            gate.answer(new ControlRequest("down", List.of()), viewer);
        }
        gate.answer(new ControlRequest("token", List.of()), viewer);
        assertThat(journal).hasSize(2);
        assertThat(journal.getLast()).contains("'token'");
    }

    @Test
    void everyVerbThatTheDeskKnowsNeedsARoleAndNoOther() throws IOException {
        Path sources = Path.of(System.getProperty("orion.repository"), "node/src/main/java/orion/node/daemon");
        Set<String> known = new TreeSet<>();
        String desk = Files.readString(sources.resolve("ControlDesk.java"));
        String edits = Files.readString(sources.resolve("EditDesk.java"));
        collect(between(desk, "return switch (request.verb())", "does not know the verb"), known);
        collect(between(edits, "static boolean knows(", "default -> false"), known);

        assertThat(known).hasSizeGreaterThan(20).containsExactlyElementsOf(Rights.verbs());
    }

    private static String between(String text, String first, String last) {
        return text.substring(text.indexOf(first), text.indexOf(last));
    }

    private static void collect(String cases, Set<String> found) {
        Matcher labels = Pattern.compile("case ((?:\"[a-z-]+\"(?:, )?)+) ->").matcher(cases);
        while (labels.find()) {
            Matcher words = Pattern.compile("\"([a-z-]+)\"").matcher(labels.group(1));
            while (words.find()) {
                found.add(words.group(1));
            }
        }
    }
}
