/** The rules. Imports {@code held}, {@code graph} and {@code api}; never calls up. */
package dev.jlockdep.internal.check;
