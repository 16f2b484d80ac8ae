package orion.core.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// What `core` must never touch, each with the reason.
///
/// The daemon and the simulator drive the same classes, and one seed must always give the same run: whatever reads the
/// world, or whose order differs from one JVM to the next, would break both. [PlantedViolations] proves each of them.
@SuppressWarnings("ImmutableEnumChecker") // ArchUnit's rules do not change, but do not say so in a way that is checked
enum Ban {
    INPUT_OUTPUT(
            "files, sockets and streams belong to the daemon",
            inPackages("java.io", "java.net", "java.nio.file", "java.nio.channels")),
    CLOCK(
            "time comes in as a value",
            type(name -> name.startsWith("java.time.")
                    && !Set.of("java.time.Duration", "java.time.DateTimeException", "java.time.LocalDate")
                            .contains(name)),
            access(access -> isCall(access, "java.time.LocalDate", "now")),
            inPackagesOrTypes("java.util.Date", "java.util.Calendar")),
    SYSTEM(
            "clock, environment, properties, exit and identity hash codes differ per run",
            access(access -> access.getTargetOwner().getName().equals("java.lang.System")
                    && !access.getName().equals("arraycopy")),
            inPackagesOrTypes("java.lang.Runtime", "java.lang.Process", "java.lang.ProcessBuilder")),
    THREADS(
            "core is one step after the other",
            inPackagesOrTypes(
                    "java.lang.Thread",
                    "java.lang.ThreadLocal",
                    "java.lang.ScopedValue",
                    "java.util.Timer",
                    "java.util.concurrent"),
            access(access -> Set.of("parallelStream", "parallel").contains(access.getName())
                    && access.getTargetOwner().getName().startsWith("java.util."))),
    LOGGING(
            "core tells what happened by its outputs",
            inPackagesOrTypes("java.util.logging", "java.lang.System$Logger", "java.lang.System$LoggerFinder")),
    RANDOM(
            "one seed decides everything, and it is the caller's",
            inPackagesOrTypes(
                    "java.util.Random", "java.util.random", "java.util.SplittableRandom", "java.security.SecureRandom"),
            access(access ->
                    isCall(access, "java.lang.Math", "random") || isCall(access, "java.util.UUID", "randomUUID"))),
    HASH_ORDER(
            "the order of hash tables differs from one JVM to the next",
            inPackagesOrTypes(
                    "java.util.HashMap",
                    "java.util.HashSet",
                    "java.util.Hashtable",
                    "java.util.IdentityHashMap",
                    "java.util.WeakHashMap"),
            access(Ban::makesAnUnorderedCollection),
            access(Ban::collectsIntoAHashTable)),
    OTHER_CODE(
            "core depends on nothing but the language",
            type(name -> !name.startsWith("java.")
                    && !name.startsWith("orion.core.")
                    && !name.startsWith("org.jspecify.annotations.")
                    && name.contains(".")));

    private final String reason;
    private final List<ArchRule> rules;

    Ban(String reason, ArchRule... rules) {
        this.reason = reason;
        this.rules = List.of(rules);
    }

    /// One line for each place in `classes` that breaks this ban.
    List<String> violations(JavaClasses classes) {
        return rules.stream()
                .map(rule -> rule.evaluate(classes))
                .map(EvaluationResult::getFailureReport)
                .flatMap(report -> report.getDetails().stream())
                .map(detail -> this + " (" + reason + "): " + detail)
                .toList();
    }

    private static ArchRule inPackages(String... packages) {
        return inPackagesOrTypes(packages);
    }

    /// Bans types by their full names, by the types they are nested in, or by the packages around them.
    private static ArchRule inPackagesOrTypes(String... names) {
        return type(name -> List.of(names).stream()
                .anyMatch(banned ->
                        name.equals(banned) || name.startsWith(banned + ".") || name.startsWith(banned + "$")));
    }

    private static ArchRule type(Predicate<String> banned) {
        return noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "are banned",
                        (JavaClass type) ->
                                banned.test(type.getBaseComponentType().getName())));
    }

    private static ArchRule access(Predicate<JavaAccess<?>> banned) {
        return noClasses().should().accessTargetWhere(describe("target is banned", banned));
    }

    private static boolean isCall(JavaAccess<?> access, String owner, String... methods) {
        return access.getTargetOwner().getName().equals(owner)
                && List.of(methods).contains(access.getName());
    }

    /// Two elements or more have an order that can differ; none or one have not.
    private static boolean makesAnUnorderedCollection(JavaAccess<?> access) {
        List<JavaClass> parameters = parameters(access);
        boolean array = parameters.size() == 1 && parameters.getFirst().isArray();
        return isCall(access, "java.util.Set", "copyOf")
                || isCall(access, "java.util.Map", "ofEntries", "copyOf")
                || (isCall(access, "java.util.Set", "of") && (array || parameters.size() > 1))
                || (isCall(access, "java.util.Map", "of") && parameters.size() > 2);
    }

    /// With an own map as the last but one or the middle argument, the order of `toMap` and `groupingBy` is fixed.
    private static boolean collectsIntoAHashTable(JavaAccess<?> access) {
        if (!access.getTargetOwner().getName().equals("java.util.stream.Collectors")) {
            return false;
        }
        int parameters = parameters(access).size();
        return switch (access.getName()) {
            case "toSet", "toUnmodifiableSet", "toUnmodifiableMap" -> true;
            case "toMap" -> parameters < 4;
            case "groupingBy" -> parameters < 3;
            default -> false;
        };
    }

    private static List<JavaClass> parameters(JavaAccess<?> access) {
        return access instanceof JavaCodeUnitAccess<?> call ? call.getTarget().getRawParameterTypes() : List.of();
    }
}
