/// The planner beside one that nobody here wrote: Pacemaker's, as `crm_simulate` shows it.
@NullMarked
package orion.sim.pacemaker;

import org.jspecify.annotations.NullMarked;
