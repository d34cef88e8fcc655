/**
 * The wrong programs of the pages in {@code agent/docs/findings}; what the pages quote is what these
 * print. Each uses nothing but the JDK and, where it must, {@code dev.jlockdep.Lockdep}.
 */
package programs.pages;
