/**
 * The filesystem behind {@code java.nio.file}: scheme {@code samplefs}, found as an installed provider.
 * Uses the public API of {@code dev.jlockdep.fs} only.
 */
package dev.jlockdep.fs.nio;
