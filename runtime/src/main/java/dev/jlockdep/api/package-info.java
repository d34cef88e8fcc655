/**
 * The types users, reports and listeners share: findings, lock classes, modes. Imports {@code
 * java.base} only and nothing of jlockdep; everything else may import it.
 */
package dev.jlockdep.api;
