/**
 * The entry of the agent: options, the order in which the parts are put together, the self-test, the
 * end of the run. Imports every package below it; those import of this one only what is plain data or
 * a function ({@link dev.jlockdep.agent.AgentOptions}, {@code Nearest}, {@code Pid}). {@code Premain}
 * refers to no type of the runtime.
 */
package dev.jlockdep.agent;
