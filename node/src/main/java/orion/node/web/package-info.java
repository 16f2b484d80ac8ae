/// The API over HTTPS: the same requests as on the command socket, for programs elsewhere.
@NullMarked
package orion.node.web;

import org.jspecify.annotations.NullMarked;
