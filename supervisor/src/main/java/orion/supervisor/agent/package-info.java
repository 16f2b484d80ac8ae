/// Agents as daemons of this host: started and stopped in a control group each, and told apart from what only
/// looks like them.
@NullMarked
package orion.supervisor.agent;

import org.jspecify.annotations.NullMarked;
