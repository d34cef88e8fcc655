package dev.jlockdep.fs;

import java.util.EnumSet;
import java.util.Set;

/** The faulty code that can be switched on, by the names of property {@code samplefs.fault}. */
public enum Fault {
  /** A direct read faults the user's pages in while it has the range locked. */
  BT_DIO_READ_KEEPS_RANGE_OVER_FAULT("bt.dioReadKeepsRangeOverFault"),
  /** A direct write faults the user's pages in between making an ordered extent and submitting it. */
  BT_DIO_WRITE_FAULTS_BEFORE_SUBMIT("bt.dioWriteFaultsBeforeSubmit"),
  /** A synchronous direct write runs fsync while it still has i_rwsem. */
  BT_DSYNC_INSIDE_DIO("bt.dsyncInsideDio"),
  /** Zeroing the user's pages for a hole faults them in, although the transfer must not. */
  BT_ZERO_IGNORES_NOFAULT("bt.zeroIgnoresNofault"),
  /** A direct write tries again although the last try got nowhere. */
  BT_NO_PROGRESS_CHECK("bt.noProgressCheck"),
  /** A direct read tries again although the last try got nowhere. */
  BT_NO_PROGRESS_CHECK_READ("bt.noProgressCheckRead"),
  /** Another try of a direct transfer forgets what the tries before it have moved. */
  BT_NO_DONE_BEFORE("bt.noDoneBefore"),
  /** The result of a try, which counts what was done before, is added to what was done before. */
  BT_ADDS_WRITTEN("bt.addsWritten"),
  /** A direct write lets i_rwsem go while it faults in what was missing. */
  BT_UNLOCK_BETWEEN_RETRIES("bt.unlockBetweenRetries"),
  /** What a direct write had to write through the cache stays there, and is not on the device. */
  BT_FALLBACK_NO_INVALIDATE("bt.fallbackNoInvalidate"),
  /** A direct read waits for buffered data on its way with the ranges of earlier blocks locked. */
  BT_DIO_READ_WAITS_BUFFERED_ORDERED("bt.dioReadWaitsBufferedOrdered"),
  /** A direct write drops what is cached between making an ordered extent and submitting it. */
  BT_DIO_INVALIDATES_IN_BEGIN("bt.dioInvalidatesInBegin"),
  /** A direct read faults pages in with the range locked, and tells the fault that it has it. */
  BT_STATE_PASSING("bt.statePassing"),
  /** No fault: a direct read lets the range go at once and keeps a lock that page faults never take. */
  BT_DIO_BIT("bt.dioBit"),
  /** The end of a read unlocks the range before the folio. */
  BT_ENDIO_RANGE_FIRST("bt.endioRangeFirst"),
  /** fiemap copies its answer to the user under the range lock. */
  BT_FIEMAP_COPIES_UNDER_RANGE("bt.fiemapCopiesUnderRange"),
  /** A buffered write may fault the user's pages in while it has the folio locked. */
  IO_COPY_UNDER_FOLIO_WITH_FAULTS("io.copyUnderFolioWithFaults"),
  /** Giving back a reservation takes it for corruption when data has left the cache meanwhile. */
  IO_STRICT_SEEK_PAIR("io.strictSeekPair"),
  /** A failed write gives its reservation back without the invalidate lock. */
  IO_RELEASE_WITHOUT_INVALIDATE_LOCK("io.releaseWithoutInvalidateLock"),
  /** A buffered read takes no invalidate lock and checks each folio by itself. */
  IO_RECHECK_LOOP_ONLY("io.recheckLoopOnly"),
  /** Two invalidate locks are taken in the order of the arguments. */
  IO_UNSORTED_TWO_MAPPINGS("io.unsortedTwoMappings"),
  /** i_rwsem of two files is taken in the order of the arguments. */
  IO_UNSORTED_TWO_INODES("io.unsortedTwoInodes"),
  /** Evicting an inode runs its transaction under s_umount. */
  FS_EVICT_TRANSACTION_UNDER_UMOUNT("fs.evictTransactionUnderUmount"),
  /** No fault: taking a clean folio out of the cache is said to need the invalidate lock. */
  LINT_REMOVAL("lint.removal"),
  /** A DAX write deletes the entries of its range after the copy, dirty or not. */
  DAX_TRAILING_INVALIDATE("dax.trailingInvalidate"),
  /** A DAX write deletes the entries of its range before it allocates, and not afterwards. */
  DAX_LEADING_INVALIDATE("dax.leadingInvalidate"),
  /** A DAX write deletes all entries of the file. */
  DAX_INVALIDATE_WHOLE_FILE("dax.invalidateWholeFile"),
  /** A DAX write holds the invalidate lock over the copy from the user. */
  DAX_EXCLUSIVE_INVALIDATE_LOCK("dax.exclusiveInvalidateLock"),
  /** A page fault locks the entry before it starts its transaction. */
  DAX_ENTRY_LOCK_OUTSIDE_BEGIN("dax.entryLockOutsideBegin"),
  /** A DAX write neither flushes what it stores nor tells that it must be flushed. */
  DAX_WRITE_UNTRACKED("dax.writeUntracked"),
  /** Punching a hole takes no invalidate lock. */
  DAX_PUNCH_NO_INVALIDATE_LOCK("dax.punchNoInvalidateLock"),
  /** A page fault zeroes a new block before it has the entry. */
  DAX_DOUBLE_ZERO("dax.doubleZero"),
  /** A buffered read copies to the user under the glock, page faults and all. */
  GFS_READ_FAULTS_UNDER_GLOCK("gfs.readFaultsUnderGlock"),
  /** A buffered write copies from the user under the glock, page faults and all. */
  GFS_WRITE_FAULTS_UNDER_GLOCK("gfs.writeFaultsUnderGlock"),
  /** Direct I/O faults the user's pages in under the glock. */
  GFS_DIO_FAULTS_UNDER_GLOCK("gfs.dioFaultsUnderGlock"),
  /** Direct I/O lets the glock go for a page fault, and not its unit of the in-flight count. */
  GFS_DIO_KEEPS_COUNT_OVER_FAULT("gfs.dioKeepsCountOverFault"),
  /** No fault: a write keeps the glock over a page fault, demotable. */
  GFS_AUTO_DEMOTE("gfs.autoDemote"),
  /** A write goes on after its glock was demoted. */
  GFS_USE_DEMOTED_HOLDER("gfs.useDemotedHolder"),
  /** Faulting in is all or nothing, and a write tries again whatever came of it. */
  GFS_PARTIAL_FAULT_IN_IS_FAILURE("gfs.partialFaultInIsFailure"),
  /** The hold of a read is kept in the inode. */
  GFS_HOLDER_IN_INODE("gfs.holderInInode"),
  /** A direct read that can touch no byte of its buffer gives 0, as at the end of the file. */
  GFS_WRONG_FAULT_RETURN("gfs.wrongFaultReturn"),
  /** Two glocks are taken in the order of the arguments. */
  GFS_UNSORTED_MULTI("gfs.unsortedMulti"),
  /** Reclaim takes the invalidate lock of the file whose folios it evicts. */
  IO_RECLAIM_TAKES_INVALIDATE_LOCK("io.reclaimTakesInvalidateLock"),
  /** Punching a hole takes the invalidate lock again to drop what is cached of it. */
  IO_ZERO_TAKES_INVALIDATE_LOCK_TWICE("io.zeroTakesInvalidateLockTwice"),
  /** The end of a ring owner's direct write runs in the owner's task work. */
  UR_CALLER_COMPLETION("ur.callerCompletion"),
  /** An unaligned write through a ring waits for the transfers in flight instead of going to a worker. */
  UR_UNALIGNED_DRAIN_BLOCKING("ur.unalignedDrainBlocking"),
  /** A request that would block is issued again and again instead of going to a worker. */
  UR_EAGAIN_SPIN("ur.eagainSpin"),
  /** A ring's write waits at the freeze level instead of trying it. */
  UR_BLOCKING_START_WRITE("ur.blockingStartWrite"),
  /** A ring's write leaves the freeze level in the owner's task work. */
  UR_END_WRITE_IN_TASK_WORK("ur.endWriteInTaskWork"),
  /** Submission may block. */
  UR_BLOCKING_SUBMIT("ur.blockingSubmit"),
  /** The end of a synchronous write in the owner's task work runs fsync while it is in flight. */
  UR_DSYNC_IN_TASK_WORK("ur.dsyncInTaskWork"),
  /** The end of an asynchronous write runs when its submitter asks for events. */
  UR_AIO_CALLER_COMPLETION("ur.aioCallerCompletion"),
  /** Closing a ring forgets what is in flight. */
  UR_EXIT_WITH_PENDING("ur.exitWithPending"),
  /** No fault: waits for the in-flight count end for the task's own work, and the call starts again. */
  UR_INTERRUPTIBLE_WAIT("ur.interruptibleWait");

  private final String id;

  Fault(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  /** Reads a comma-separated list of ids. */
  public static Set<Fault> parse(String list) {
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    for (String id : list.split(",")) {
      if (!id.isBlank()) {
        faults.add(byId(id.trim()));
      }
    }
    return faults;
  }

  private static Fault byId(String id) {
    for (Fault fault : values()) {
      if (fault.id.equals(id)) {
        return fault;
      }
    }
    StringBuilder known = new StringBuilder();
    for (Fault fault : values()) {
      known.append(known.length() == 0 ? "" : ", ").append(fault.id);
    }
    throw new IllegalArgumentException("unknown samplefs.fault \"" + id + "\", known: " + known);
  }
}
