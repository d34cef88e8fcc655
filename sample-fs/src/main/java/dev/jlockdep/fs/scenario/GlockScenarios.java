package dev.jlockdep.fs.scenario;

import static dev.jlockdep.fs.scenario.Expected.cycle;
import static dev.jlockdep.fs.scenario.Expected.recursion;

import dev.jlockdep.Lockdep;
import dev.jlockdep.api.FindingKind;
import dev.jlockdep.fs.Fault;
import dev.jlockdep.fs.File;
import dev.jlockdep.fs.Gates;
import dev.jlockdep.fs.MappedRegion;
import dev.jlockdep.fs.Personality;
import dev.jlockdep.fs.UserBuffer;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Page faults under the cluster's lock of a file, after the gfs2 series of 2021: the fault needs a
 * glock, of the same file or of another.
 */
final class GlockScenarios {
  private static final int BLOCKS = 4;
  private static final int BYTES = BLOCKS * Fixture.BLOCK;

  private GlockScenarios() {}

  private static CallScenario gfs(
      String id, String seed, String title, Fault fault, Expected expected, String hangsAt,
      Actor.Calls calls) {
    return new CallScenario(id, seed, title, EnumSet.of(fault), expected, hangsAt, calls)
        .on(Personality.GFS);
  }

  private static CallScenario correct(
      String id, String seed, String title, Set<Fault> on, Actor.Calls calls) {
    return new CallScenario(id, seed, title, on, Expected.SILENCE, "", calls)
        .on(Personality.GFS)
        .keptWhenFixed(on)
        .only(Mode.FIXED);
  }

  static Scenario g1() {
    return gfs(
        "G1", "002.15",
        "a buffered read into a mapping of the same file",
        Fault.GFS_READ_FAULTS_UNDER_GLOCK,
        recursion("glock_inode", "GfsCalls.read", "MappedRegion.faultUnderGlock"), "glock_inode",
        fixture -> {
          File file = fixture.written("data", 2, 1);
          MappedRegion map = fixture.map(file, 2);
          fixture.ready();
          int n = file.read(0, UserBuffer.mapped(map, Fixture.BLOCK, Fixture.BLOCK));
          Fixture.require(n == Fixture.BLOCK, "read " + n);
          Fixture.require(map.get(Fixture.BLOCK) == 1, "the second block is not as the first");
        });
  }

  static Scenario g1h() {
    return gfs(
        "G1h", "002.15",
        "the same into a heap buffer, and an unrelated fault: nothing hangs",
        Fault.GFS_READ_FAULTS_UNDER_GLOCK,
        cycle(
            List.of("glock_inode", "mmap_lock"), "GfsCalls.read", "MappedRegion.faultUnderGlock"),
        "",
        fixture -> {
          File file = fixture.written("data", 2, 1);
          BtrfsScenarios.faultOnAnother(fixture);
          Fixture.check(file, Fixture.pattern(2, 1));
        })
        .only(Mode.BENIGN, Mode.FIXED);
  }

  static Scenario g2() {
    return gfs(
        "G2", "002.13, 002.15", "a buffered write from a mapping of the same file",
        Fault.GFS_WRITE_FAULTS_UNDER_GLOCK,
        recursion("glock_inode", "GfsCalls.write", "MappedRegion.faultUnderGlock"), "glock_inode",
        fixture -> {
          File file = fixture.written("data", 2, 1);
          MappedRegion map = fixture.map(file, 2);
          fixture.ready();
          writeSecondFromFirst(file, map);
        });
  }

  private static void writeSecondFromFirst(File file, MappedRegion map) throws IOException {
    int n = file.write(Fixture.BLOCK, UserBuffer.mapped(map, 0, Fixture.BLOCK));
    Fixture.require(n == Fixture.BLOCK, "wrote " + n);
    Fixture.require(map.get(Fixture.BLOCK) == 1, "the second block is not as the first");
  }

  static Scenario g3() {
    return gfs(
        "G3", "002.21", "a direct read into a mapping of the same file",
        Fault.GFS_DIO_FAULTS_UNDER_GLOCK,
        recursion("glock_inode", "DirectCalls.attempt", "MappedRegion.faultUnderGlock"),
        "glock_inode",
        fixture -> {
          File file = fixture.written("data", 2, 1);
          MappedRegion map = fixture.map(file, 2);
          fixture.ready();
          readFirstIntoSecond(file, map);
        });
  }

  private static void readFirstIntoSecond(File file, MappedRegion map) throws IOException {
    int n = file.readDirect(0, UserBuffer.mapped(map, Fixture.BLOCK, Fixture.BLOCK));
    Fixture.require(n == Fixture.BLOCK, "read " + n);
    Fixture.require(map.get(Fixture.BLOCK) == 1, "the second block is not as the first");
  }

  static Scenario g3w() {
    return gfs(
        "G3w", "002.21",
        "a direct write; forced from a mapping of the same file, benign from the heap",
        Fault.GFS_DIO_FAULTS_UNDER_GLOCK,
        cycle(
            List.of("glock_inode", "mmap_lock"), "DirectCalls.attempt",
            "MappedRegion.faultUnderGlock"),
        "",
        fixture -> {
          File file = fixture.written("data", 2, 1);
          BtrfsScenarios.faultOnAnother(fixture);
          if (!fixture.benign()) {
            MappedRegion map = fixture.map(file, 2);
            file.writeDirect(Fixture.BLOCK, UserBuffer.mapped(map, 0, Fixture.BLOCK));
            Fixture.require(map.get(Fixture.BLOCK) == 1, "the second block is not as the first");
          }
          file.writeDirect(0, UserBuffer.heap(Fixture.pattern(2, 7)));
          Fixture.check(file, Fixture.pattern(2, 7));
        })
        .whenForced(
            recursion("glock_inode", "DirectCalls.attempt", "MappedRegion.faultUnderGlock"));
  }

  static Scenario g4() {
    return gfs(
        "G4", "002.15", "two buffered writes, each from a mapping of the file the other writes",
        Fault.GFS_WRITE_FAULTS_UNDER_GLOCK,
        recursion("glock_inode", "GfsCalls.write", "MappedRegion.faultUnderGlock"), "",
        fixture -> {
          File a = fixture.written("a", 1, 1);
          File b = fixture.written("b", 1, 2);
          MappedRegion mapA = fixture.map(a, 1);
          MappedRegion mapB = fixture.map(b, 1);
          fixture.crosswise(
              Gates.GFS_LOCKED,
              f -> a.write(0, UserBuffer.mapped(mapB, 0, Fixture.BLOCK)),
              f -> b.write(0, UserBuffer.mapped(mapA, 0, Fixture.BLOCK)));
        });
  }

  static Scenario g5() {
    return correct(
        "G5", "002.23",
        "a write keeps its glock demotable over the page fault: kept once, taken away once",
        EnumSet.of(Fault.GFS_AUTO_DEMOTE),
        fixture -> {
          File file = fixture.written("data", 2, 1);
          MappedRegion map = fixture.map(file, 2);
          // the page fault takes the glock of the very file away
          writeSecondFromFirst(file, map);
          File other = fixture.written("other", 1, 9);
          // the page fault takes another's
          file.write(0, UserBuffer.mapped(fixture.map(other, 1), 0, Fixture.BLOCK));
          Fixture.require(map.get(0) == 9, "the first block is not the other file's");
          // and while it runs, another node takes the glock away
          fixture.fs().dropCaches();
          fixture.gates().at(
              Gates.GFS_FAULTED_IN,
              Fixture.once(
                  () -> fixture.run("other-node", f -> f.otherNode().file("data").truncate(0))));
          file.write(0, UserBuffer.mapped(fixture.map(other, 1), 0, Fixture.BLOCK));
          Fixture.require(file.size() == Fixture.BLOCK, "size " + file.size());
        });
  }

  static Scenario g6() {
    return gfs(
        "G6", "002.4", "zeroing for a hole faults the user's page in although it must not",
        Fault.BT_ZERO_IGNORES_NOFAULT,
        new Expected(FindingKind.CONTEXT, List.of("mmap_lock"), "", "AddressSpaceSim.handle"),
        "glock_inode",
        fixture -> {
          File file = fixture.fs().file("data");
          file.truncate(2 * Fixture.BLOCK);
          MappedRegion map = fixture.map(file, 2);
          fixture.ready();
          int n = file.readDirect(0, UserBuffer.mapped(map, Fixture.BLOCK, Fixture.BLOCK));
          Fixture.require(n == Fixture.BLOCK, "read " + n);
        });
  }

  static Scenario g7() {
    return gfs(
        "G7", "002.8, 002.9, 002.10, 002.24",
        "faulting in is all or nothing, and the second page of the buffer is not the program's",
        Fault.GFS_PARTIAL_FAULT_IN_IS_FAILURE,
        new Expected(FindingKind.LIVELOCK, List.of(), "", "GfsCalls.write"),
        CallScenario.LOOP,
        fixture -> {
          File source = fixture.written("source", 2, 5);
          MappedRegion map = fixture.map(source, 2);
          File file = fixture.fs().file("data");
          int n =
              file.write(0, UserBuffer.mappedCutOff(map, 2 * Fixture.BLOCK, Fixture.BLOCK));
          Fixture.require(n == Fixture.BLOCK, "wrote " + n + " of the one block that is there");
        });
  }

  static Scenario g8() {
    return gfs(
        "G8", "002.14", "two readers keep their hold of the glock in the inode",
        Fault.GFS_HOLDER_IN_INODE,
        new Expected(FindingKind.LEAK, List.of("glock_inode"), "", ""), "",
        fixture -> {
          File file = fixture.written("data", 1, 1);
          fixture.gates().at(
              Gates.GFS_LOCKED,
              Fixture.once(() -> fixture.run("reader-b", f -> readAndReturn(file))));
          fixture.run("reader-a", f -> readAndReturn(file));
          if (!fixture.benign()) {
            // what was never let go keeps writers out
            file.write(0, UserBuffer.heap(Fixture.pattern(1, 2)));
          }
        });
  }

  private static void readAndReturn(File file) throws IOException {
    Fixture.check(file, Fixture.pattern(1, 1));
    Lockdep.assertNothingHeld("return to the program");
  }

  static Scenario g9() {
    return gfs(
        "G9", "glops.c of 5.16",
        "direct I/O lets its glock go for the fault, and keeps the count that a new hold waits for",
        Fault.GFS_DIO_KEEPS_COUNT_OVER_FAULT,
        recursion("inode_dio", "DirectCalls.transfer", "MappedRegion.faultUnderGlock"), "inode_dio",
        fixture -> {
          File file = fixture.written("data", 2, 1);
          MappedRegion map = fixture.map(file, 2);
          fixture.ready();
          readFirstIntoSecond(file, map);
        });
  }

  static Scenario g10() {
    return new CallScenario(
        "G10", "002.23",
        "an append goes on with the size it knew before its glock was taken away",
        EnumSet.of(Fault.GFS_AUTO_DEMOTE, Fault.GFS_USE_DEMOTED_HOLDER),
        Expected.unguarded("glock_inode", "GfsCalls.write"), "",
        fixture -> {
          File file = fixture.written("data", 1, 1);
          File source = fixture.written("source", 1, 5);
          MappedRegion map = fixture.map(source, 1);
          fixture.gates().at(
              Gates.GFS_FAULTED_IN,
              Fixture.once(
                  () -> fixture.run("other-node", f -> {
                    File same = f.otherNode().file("data");
                    Fixture.require(same.size() == Fixture.BLOCK, "size " + same.size());
                    if (!fixture.benign()) {
                      same.truncate(0);
                    }
                  })));
          file.append(UserBuffer.mapped(map, 0, Fixture.BLOCK));
          long expected = fixture.benign() ? 2 * Fixture.BLOCK : Fixture.BLOCK;
          Fixture.damagedUnless(
              file.size() == expected,
              "appended one block to an empty file, which has " + file.size() + " bytes");
        })
        .keptWhenFixed(EnumSet.of(Fault.GFS_AUTO_DEMOTE))
        .on(Personality.GFS)
        .corrupts();
  }

  static Scenario g11() {
    return gfs(
        "G11", "002.6, 002.16",
        "a direct read that can touch no byte of its buffer says 0, as at the end of the file",
        Fault.GFS_WRONG_FAULT_RETURN, Expected.SILENCE, "",
        fixture -> {
          File file = fixture.written("data", 2, 1);
          byte[] bytes = new byte[2 * Fixture.BLOCK];
          Fixture.require(file.readDirect(0, UserBuffer.heap(bytes)) == bytes.length, "all there");
          int half = file.readDirect(0, UserBuffer.cutOff(bytes, Fixture.BLOCK));
          Fixture.require(half == Fixture.BLOCK, "half there, read " + half);
          Fixture.require(file.readDirect(bytes.length, UserBuffer.heap(bytes)) == -1, "the end");
          if (!fixture.benign()) {
            Fixture.damagedUnless(fails(file), "a bad address reads as the end of the file");
          }
        })
        .corrupts();
  }

  private static boolean fails(File file) {
    try {
      file.readDirect(0, UserBuffer.cutOff(new byte[Fixture.BLOCK], 0));
      return false;
    } catch (IOException e) {
      return e.getMessage().startsWith("bad address");
    }
  }

  static Scenario g12() {
    return correct(
        "G12", "rindex and statfs of gfs2",
        "the glock of the cluster's counts is taken under those of files", Set.of(),
        fixture -> {
          File a = fixture.written("a", BLOCKS, 1);
          File b = fixture.fs().file("b");
          Actor first = fixture.start("writer-a", f -> a.write(0, UserBuffer.heap(new byte[BYTES])));
          Actor second = fixture.start("writer-b", f -> b.write(0, UserBuffer.heap(new byte[BYTES])));
          first.join();
          second.join();
          Fixture.check(a, new byte[BYTES]);
        });
  }

  static Scenario g13() {
    return gfs(
        "G13", "nq_m of gfs2", "the glocks of two files in the order of the arguments",
        Fault.GFS_UNSORTED_MULTI,
        recursion("glock_inode", "Cluster.acquireBoth", "Cluster.acquireBoth"), "",
        fixture -> {
          File a = fixture.written("a", 1, 1);
          File b = fixture.written("b", 1, 2);
          fixture.crosswise(
              Gates.REMAP_ONE_LOCKED, f -> a.touchWith(b), f -> b.touchWith(a));
        });
  }
}
