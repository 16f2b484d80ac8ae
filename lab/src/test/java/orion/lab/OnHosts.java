package orion.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/// A test on hosts made of namespaces: as root. Two classes run at once, for they mostly wait; what needs all
/// processors is `@Isolated` besides.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("root")
@interface OnHosts {}
