/** Weaves the calls of {@code dev.jlockdep.hooks.Hooks} into types. Knows no findings, no reports. */
package dev.jlockdep.agent.transform;
