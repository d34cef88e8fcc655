/**
 * The scenarios that are derived from the Linux threads, and the command line that runs them. May
 * import {@code dev.jlockdep.fs}; nothing but {@code Main} imports this package.
 */
package dev.jlockdep.fs.scenario;
