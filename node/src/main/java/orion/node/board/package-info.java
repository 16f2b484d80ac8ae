/// The white board: a shared device or file on which every node writes its own block and reads everybody's. This
/// package gives the bytes a place, proves who wrote them and that they arrived whole; what they mean is decided in
/// `core`. The only thread that does this I/O is [BoardThread].
@NullMarked
package orion.node.board;

import org.jspecify.annotations.NullMarked;
