/**
 * Findings that are accepted with a reason. Used by the command line only; imports {@code report}.
 */
package dev.jlockdep.agent.baseline;
