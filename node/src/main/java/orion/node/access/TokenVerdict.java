package orion.node.access;

import java.util.Optional;

/// What is known of a secret, all of it at one moment.
///
/// @param caller   whoever it was given to, while it is valid
/// @param obstacle why no secret can be judged, in a sentence; usually empty, and then a secret of nobody is wrong
public record TokenVerdict(Optional<Caller> caller, Optional<String> obstacle) {}
