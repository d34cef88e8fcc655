/** The management bean, registered on request. */
package dev.jlockdep.agent.jmx;
