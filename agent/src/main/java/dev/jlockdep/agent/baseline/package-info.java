/**
 * Findings that are accepted with a reason. Used by the command line, and in watched JVMs only where
 * there is a baseline; imports {@code report}.
 */
package dev.jlockdep.agent.baseline;
