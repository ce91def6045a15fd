#ifndef POWER_LOSS_H
#define POWER_LOSS_H

/* What a disk would hold of SQLite's files if the power went at this moment. For tests alone.
 *
 * A VFS over the default one becomes the default. In folders that are watched it keeps, for every file that SQLite opens
 * by name (database, WAL, rollback journal), two things: the image that is certain, as of the file's last xSync, and the
 * writes, truncations, creation and deletion since. Elsewhere it passes everything through.
 *
 * What is modelled, on the side of less being kept:
 * - A write, a truncation or the creation of a file is certain once xSync of that file has returned, and not before.
 * - A deletion is certain when SQLite asked for the folder to be synced with it, or with the next xSync of a new file of
 *   that name; until then the old file may come back with all it had.
 * - Of what is not certain either nothing is there (the first picture) or a seeded mixture (the others): the first few
 *   writes, the last of them torn; or any of their 512-byte sectors, in any order. A sector is there whole or not at
 *   all, as SQLite assumes where it finds "powersafe overwrite". What a file has grown by and was not written may be
 *   zeros or junk, and its length may have grown before its content.
 * - The WAL index (-shm) passes through to the real VFS; pictures have none, or junk, as it is made anew at a start.
 * What is not modelled: a disk that says it has synced and has not, and content that rots.
 *
 * xSync of a watched file does not reach the real disk: the test process itself loses no power. */

/* Where a picture was taken. A "log" is a WAL or a rollback journal. */
enum power_loss_moment {
  POWER_LOSS_NOT_YET = 0,
  POWER_LOSS_AT_REST = 1,
  POWER_LOSS_WRITING_DATABASE = 2,
  POWER_LOSS_WRITING_LOG = 3,
  POWER_LOSS_SYNCING_DATABASE = 4,
  POWER_LOSS_SYNCING_LOG = 5,
  POWER_LOSS_TRUNCATING = 6,
  POWER_LOSS_DELETING = 7,
  /* The picture could not be written; the test is worth nothing. */
  POWER_LOSS_FAILED = -1
};

/* Watches a folder; what lies in it is taken as certain. Begin before SQLite opens anything there.
 * Returns a number for the calls below, or -1. */
int power_loss_watch(const char *folder);

/* Ends it; the files may still be open. */
void power_loss_end(int disk);

/* Takes pictures when SQLite comes to its nth write, truncation, sync or deletion from now on, in the middle of it:
 * after a write was handed over and before a sync takes effect. With 0 operations, at once.
 * They lie in into/0 (nothing that is not certain), into/1 ... into/mixtures; the folder `into` must exist. */
void power_loss_cut(int disk, long operations, const char *into, unsigned long long seed, int mixtures);

/* Where the pictures asked for last were taken; an enum power_loss_moment. */
int power_loss_moment(int disk);

#endif
