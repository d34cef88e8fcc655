/**
 * Many dumps made into one, and two compared. Used by the command line only; imports {@code report},
 * {@code baseline} and no runtime. Everything kept is kept by a rule that does not depend on the
 * order of arrival, so a merge of merges is the merge of all.
 */
package dev.jlockdep.agent.merge;
