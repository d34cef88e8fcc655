/**
 * Model files and annotations: what methods do to locks that are written by hand. Imports the
 * runtime's {@code hooks} and {@code api}; {@code transform} weaves what is found here.
 */
package dev.jlockdep.agent.model;
