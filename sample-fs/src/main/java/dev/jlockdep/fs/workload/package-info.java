/**
 * Random load on the correct filesystem: what must be silent, and what fills the graph. May import
 * {@code dev.jlockdep.fs} as any user does; nothing but {@code Main} imports this package.
 */
package dev.jlockdep.fs.workload;
