/**
 * The two doors of the runtime: {@link dev.jlockdep.Lockdep} for programs, {@link
 * dev.jlockdep.LockdepControl} for the agent and tests. Imports the packages below; programs may
 * import this package and {@code dev.jlockdep.api}, nothing else of jlockdep.
 */
package dev.jlockdep;
