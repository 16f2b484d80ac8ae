/// End-to-end tests: real daemons on hosts made of namespaces, broken in every way the lab knows, and audited.
@NullMarked
package orion.lab;

import org.jspecify.annotations.NullMarked;
