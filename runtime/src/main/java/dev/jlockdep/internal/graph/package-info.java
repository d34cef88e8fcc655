/** Lock classes, instances, sites, dependencies and the cycle search. Imports {@code api} only. */
package dev.jlockdep.internal.graph;
