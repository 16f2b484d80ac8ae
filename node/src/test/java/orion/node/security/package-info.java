/// Tests of keys, tokens and enrolment.
@NullMarked
package orion.node.security;

import org.jspecify.annotations.NullMarked;
