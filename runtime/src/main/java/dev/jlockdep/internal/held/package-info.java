/** What each thread holds and which unit of work it runs. Imports {@code graph} and {@code api}. */
package dev.jlockdep.internal.held;
