/**
 * The forms in which findings and graphs leave the command line. Every sentence a person reads comes
 * from {@code FindingCard}, so that all formats say the same. Imports {@code report} and {@code
 * baseline}; not used in a watched program.
 */
package dev.jlockdep.agent.formats;
