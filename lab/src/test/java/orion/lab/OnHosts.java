package orion.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.ResourceLock;

/// A test on hosts made of namespaces: as root, and never two of them at once, for they share the processors and count
/// in milliseconds. Only the emulated machine, which has the processors when nobody else wants them, runs beside them.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("root")
@ResourceLock("hosts")
@interface OnHosts {}
