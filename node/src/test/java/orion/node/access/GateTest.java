package orion.node.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
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
        assertThat(journal).noneMatch(line -> line.contains("refused"));
    }

    @Test
    void whateverTakesMoreThanToLookIsNotedBeforeItIsDoneAndHowItEnded() {
        Caller night = new Caller("token night", new TreeSet<>(Set.of(Role.ADMINISTRATOR))).at("10.0.0.9");
        Gate noted = new Gate(
                (request, caller) -> {
                    journal.add("the desk hears " + request.verb());
                    return switch (request.verb()) {
                        case "offline" -> ControlReply.refused("web is offline, and its password is s3cret");
                        case "down" -> throw new IllegalArgumentException("no");
                        case "fence" -> throw new IllegalStateException("broken");
                        default -> ControlReply.done("the secret is s3cret");
                    };
                },
                InstantSource.system(),
                journal::add);
        noted.answer(new ControlRequest("status", List.of()), night);
        assertThat(journal).containsExactly("the desk hears status");
        journal.clear();

        noted.answer(new ControlRequest("offline", List.of("web")), night);
        noted.answer(new ControlRequest("export", List.of()), Caller.ofThisHost("root"));
        noted.answer(new ControlRequest("apply", List.of("password: s3cret", "c.yaml", "prune")), night);
        noted.answer(new ControlRequest("diff", List.of("file", "password: s3cret", "c.yaml")), night);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> noted.answer(new ControlRequest("down", List.of("x\ny")), night));
        assertThatIllegalStateException()
                .isThrownBy(() -> noted.answer(new ControlRequest("fence", List.of("n2")), night));

        assertThat(journal)
                .containsExactly(
                        "token night at 10.0.0.9 asks for 'offline web'",
                        "the desk hears offline",
                        "token night at 10.0.0.9 asked for 'offline web': not done (refused)",
                        "root on this host asks for 'export'",
                        "the desk hears export",
                        "root on this host asked for 'export': done",
                        "token night at 10.0.0.9 asks for 'apply c.yaml prune'",
                        "the desk hears apply",
                        "token night at 10.0.0.9 asked for 'apply c.yaml prune': done",
                        "token night at 10.0.0.9 asks for 'diff file c.yaml'",
                        "the desk hears diff",
                        "token night at 10.0.0.9 asked for 'diff file c.yaml': done",
                        "token night at 10.0.0.9 asks for 'down x?y'",
                        "the desk hears down",
                        "token night at 10.0.0.9 asked for 'down x?y': not done (wrong)",
                        "token night at 10.0.0.9 asks for 'fence n2'",
                        "the desk hears fence",
                        "token night at 10.0.0.9 asked for 'fence n2': failed");
    }

    @Test
    void whoAsksWithoutEndIsCountedAndPushesNobodyElseOut() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        Gate noted = new Gate((request, caller) -> ControlReply.done(""), now::get, journal::add);
        Caller busy = new Caller("token busy", new TreeSet<>(Set.of(Role.OPERATOR))).at("10.0.0.9");
        for (int i = 0; i < 1_000; i++) {
            noted.answer(new ControlRequest("offline", List.of("web" + i)), busy);
        }
        assertThat(journal).hasSize(210);
        assertThat(journal.get(199)).endsWith("(more within this minute may only be counted)");
        noted.answer(new ControlRequest("down", List.of()), Caller.ofThisHost("root"));
        assertThat(journal).hasSize(212);
        noted.answer(new ControlRequest("migrate", List.of("mail", "n2")), busy);
        assertThat(journal.subList(212, 214))
                .as("nobody hides what harms behind much that does not")
                .containsExactly(
                        "token busy at 10.0.0.9 asks for 'migrate mail n2'",
                        "token busy at 10.0.0.9 asked for 'migrate mail n2': done");
        now.set(Instant.EPOCH.plusSeconds(60));
        noted.answer(new ControlRequest("offline", List.of("web")), busy);
        assertThat(journal.subList(214, 217))
                .containsExactly(
                        "token busy: 1790 notes of what it asked for were left out",
                        "token busy at 10.0.0.9 asks for 'offline web'",
                        "token busy at 10.0.0.9 asked for 'offline web': done");
    }

    @Test
    void whatWasLeftOutIsToldAlsoWhenTheCallerIsSilentOrTheClockIsSetBack() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH.plusSeconds(7_200));
        Gate noted = new Gate((request, caller) -> ControlReply.done(""), now::get, journal::add);
        Caller busy = new Caller("token busy", new TreeSet<>(Set.of(Role.OPERATOR)));
        for (int i = 0; i < 1_000; i++) {
            noted.answer(new ControlRequest("offline", List.of("web" + i)), busy);
        }
        now.set(Instant.EPOCH);
        noted.answer(new ControlRequest("down", List.of()), Caller.ofThisHost("root"));
        assertThat(journal.subList(210, 212))
                .containsExactly(
                        "token busy: 1790 notes of what it asked for were left out",
                        "root on this host asks for 'down'");
    }

    @Test
    void refusalsOfManyAreTooFewToFillTheJournal() {
        for (int i = 0; i < 1_000; i++) {
            gate.answer(new ControlRequest("down", List.of()), new Caller("token t" + i, new TreeSet<>()));
        }
        assertThat(journal).hasSize(65);
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
