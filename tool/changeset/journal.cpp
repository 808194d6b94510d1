#include "tool/changeset/journal.h"

#include "base/files.h"
#include "base/text.h"
#include "tool/changeset/links.h"
#include "tool/changeset/refusal.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <dirent.h>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <set>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace levitate::changeset {
namespace {

// --- what a transaction is
// ------------------------------------------------------------------------

/// Tells contents apart: a size and FNV-1a. It guards against accidents, not against malice.
struct Digest {
  std::uint64_t size = 0, hash = 0;

  static Digest of(std::string_view contents) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (char c : contents)
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return {contents.size(), hash};
  }
  friend bool operator==(const Digest &, const Digest &) = default;
};

/// One file of a transaction; the journal holds its old file as `before/N`, its new one as
/// `after/N`.
struct Entry {
  std::string path;                    ///< relative to the root, links resolved
  std::optional<Digest> before, after; ///< none: there is no file
};

struct Folder {
  std::string path; ///< relative to the root
  unsigned mode = 0;
};

struct Transaction {
  bool isUndo = false;
  std::vector<Entry> entries;
  std::vector<Folder> made;    ///< parents first
  std::vector<Folder> dropped; ///< children first; only if they are empty by then
};

/// Where things lie in `.levitate`.
struct Layout {
  explicit Layout(const std::string &root)
      : root(root), own(root + "/.levitate"), draft(own + "/journal.new"),
        journal(own + "/journal"), undo(own + "/undo"), olderUndo(own + "/undo.old"),
        renames(own + "/renames.json") {}

  std::string file(const std::string &path) const { return root + "/" + path; }
  static std::string numbered(const std::string &folder, const char *side, std::size_t index) {
    return folder + "/" + side + "/" + std::to_string(index);
  }

  const std::string root, own, draft, journal, undo, olderUndo, renames;
};

// --- the journal's index
// --------------------------------------------------------------------------

/// A path as one word of ASCII.
std::string encoded(const std::string &path) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string word;
  for (char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7f && c != '%') {
      word += c;
    } else {
      word += '%';
      word += digits[byte >> 4];
      word += digits[byte & 15];
    }
  }
  return word;
}

std::string decoded(std::string_view word) {
  std::string path;
  for (std::size_t i = 0; i < word.size(); ++i) {
    unsigned byte = static_cast<unsigned char>(word[i]);
    if (word[i] == '%' && i + 2 < word.size() &&
        std::from_chars(word.data() + i + 1, word.data() + i + 3, byte, 16).ec == std::errc{})
      i += 2;
    path += char(byte);
  }
  return path;
}

std::string indexText(const Transaction &transaction) {
  auto side = [](const std::optional<Digest> &digest) {
    return digest ? std::to_string(digest->size) + " " + std::to_string(digest->hash) : "- -";
  };
  std::string text =
      transaction.isUndo ? "levitate-journal 1 undo\n" : "levitate-journal 1 write\n";
  for (const Entry &entry : transaction.entries)
    text +=
        "file " + side(entry.before) + " " + side(entry.after) + " " + encoded(entry.path) + "\n";
  for (const Folder &folder : transaction.made)
    text += "make " + std::to_string(folder.mode) + " " + encoded(folder.path) + "\n";
  for (const Folder &folder : transaction.dropped)
    text += "drop " + std::to_string(folder.mode) + " " + encoded(folder.path) + "\n";
  return text;
}

std::optional<std::uint64_t> number(std::string_view word) {
  std::uint64_t value = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size())
    return {};
  return value;
}

Result<Transaction> readIndex(const std::string &folder) {
  const std::string file = folder + "/index";
  LEVITATE_TRY(text, readText(file));
  Transaction transaction;
  unsigned lineNumber = 0;
  auto damaged = [&] {
    return Error::at(ExitStatus::Environment, {file, lineNumber, 0},
                     "the journal is damaged; restore the tree by hand from " + folder + "/before");
  };
  for (const std::string &line : split(trim(text), "\n")) {
    ++lineNumber;
    const std::vector<std::string> words = split(line, " ");
    if (lineNumber == 1) {
      if (words.size() != 3 || words[0] != "levitate-journal" || words[1] != "1")
        return damaged();
      transaction.isUndo = words[2] == "undo";
    } else if (words[0] == "file" && words.size() == 6) {
      Entry entry{decoded(words[5]), {}, {}};
      for (std::size_t side : {1U, 3U}) {
        if (words[side] == "-")
          continue;
        auto size = number(words[side]), hash = number(words[side + 1]);
        if (!size || !hash)
          return damaged();
        (side == 1 ? entry.before : entry.after) = Digest{*size, *hash};
      }
      transaction.entries.push_back(std::move(entry));
    } else if ((words[0] == "make" || words[0] == "drop") && words.size() == 3) {
      auto mode = number(words[1]);
      if (!mode)
        return damaged();
      (words[0] == "make" ? transaction.made : transaction.dropped)
          .push_back({decoded(words[2]), unsigned(*mode)});
    } else {
      return damaged();
    }
  }
  if (lineNumber == 0)
    return damaged();
  return transaction;
}

// --- carrying a transaction out
// -------------------------------------------------------------------

/// The folders that hold the transaction's files, each once, as far as they exist.
std::set<std::string> foldersOf(const Layout &layout, const Transaction &transaction) {
  std::set<std::string> folders;
  for (const Entry &entry : transaction.entries)
    folders.insert(std::string(parentPath(layout.file(entry.path))));
  for (const Folder &folder : transaction.made)
    folders.insert(std::string(parentPath(layout.file(folder.path))));
  return folders;
}

Result<void> syncFolders(const Layout &layout, const Transaction &transaction, const Disk &disk) {
  for (const std::string &folder : foldersOf(layout, transaction))
    if (isDirectory(folder))
      LEVITATE_CHECK(disk.sync(folder));
  return {};
}

/// Moves the tree from wherever it is between old and new to new. May be done twice.
Result<void> rollForward(const Layout &layout, const Transaction &transaction, const Disk &disk) {
  for (const Folder &folder : transaction.made)
    LEVITATE_CHECK(disk.makeFolder(layout.file(folder.path),
                                   transaction.isUndo ? std::optional(folder.mode) : std::nullopt));
  for (std::size_t i = 0; i < transaction.entries.size(); ++i) {
    const std::string staged = Layout::numbered(layout.journal, "after", i);
    if (transaction.entries[i].after && exists(staged))
      LEVITATE_CHECK(disk.rename(staged, layout.file(transaction.entries[i].path)));
  }
  for (const Entry &entry : transaction.entries) {
    if (entry.after)
      continue;
    // Should somebody have made a new file of that name since we died, it is not ours to delete.
    LEVITATE_TRY(state, readState(layout.file(entry.path)));
    if (state && Digest::of(state->contents) == *entry.before)
      LEVITATE_CHECK(disk.removeFile(layout.file(entry.path)));
  }
  LEVITATE_CHECK(syncFolders(layout, transaction, disk));
  for (const Folder &folder : transaction.dropped)
    LEVITATE_CHECK(disk.removeEmptyFolder(layout.file(folder.path)));
  return {};
}

/// Moves the tree from wherever it is between old and new to old. May be done twice.
Result<void> rollBack(const Layout &layout, const Transaction &transaction, const Disk &disk) {
  for (auto folder = transaction.dropped.rbegin(); folder != transaction.dropped.rend(); ++folder)
    LEVITATE_CHECK(disk.makeFolder(layout.file(folder->path), folder->mode));
  for (std::size_t i = 0; i < transaction.entries.size(); ++i) {
    const std::string target = layout.file(transaction.entries[i].path);
    const std::string saved = Layout::numbered(layout.journal, "before", i);
    if (transaction.entries[i].before) {
      if (exists(saved))
        LEVITATE_CHECK(disk.rename(saved, target));
    } else if (!exists(Layout::numbered(layout.journal, "after", i))) {
      LEVITATE_CHECK(disk.removeFile(target));
    }
  }
  LEVITATE_CHECK(syncFolders(layout, transaction, disk));
  for (auto folder = transaction.made.rbegin(); folder != transaction.made.rend(); ++folder)
    LEVITATE_CHECK(disk.removeEmptyFolder(layout.file(folder->path)));
  return {};
}

/// Turns a journal whose transaction is complete into what undo() reads, or after an undo, into
/// nothing. That is one rename; what is cleared up after it may fail, and is cleared up later.
Result<void> finish(const Layout &layout, const Transaction &transaction, const Disk &disk) {
  LEVITATE_CHECK(disk.removeTree(layout.draft));
  if (exists(layout.undo)) {
    LEVITATE_CHECK(disk.removeTree(layout.olderUndo));
    LEVITATE_CHECK(disk.rename(layout.undo, layout.olderUndo));
  }
  if (transaction.isUndo)
    LEVITATE_CHECK(disk.removeFile(layout.renames));
  else if (exists(layout.journal + "/renames.json"))
    LEVITATE_CHECK(disk.rename(layout.journal + "/renames.json", layout.renames));
  LEVITATE_CHECK(disk.rename(layout.journal, transaction.isUndo ? layout.draft : layout.undo));
  (void)disk.sync(layout.own);
  (void)disk.removeTree(layout.olderUndo);
  (void)disk.removeTree(layout.draft);
  return {};
}

/// Puts the old files back and forgets the journal.
Result<void> abandon(const Layout &layout, const Transaction &transaction, const Disk &disk) {
  if (!exists(layout.journal + "/revert"))
    LEVITATE_CHECK(disk.makeFile(layout.journal + "/revert", "", {}));
  LEVITATE_CHECK(rollBack(layout, transaction, disk));
  if (!exists(layout.undo) && exists(layout.olderUndo))
    LEVITATE_CHECK(disk.rename(layout.olderUndo, layout.undo));
  LEVITATE_CHECK(disk.removeTree(layout.draft));
  LEVITATE_CHECK(disk.rename(layout.journal, layout.draft));
  (void)disk.sync(layout.own);
  (void)disk.removeTree(layout.draft);
  return {};
}

/// What remains after the decision: all of it, or none.
Result<void> carryOut(const Layout &layout, const Transaction &transaction, const Disk &disk) {
  Result<void> done = rollForward(layout, transaction, disk);
  if (done)
    done = finish(layout, transaction, disk);
  if (done)
    return {};
  Error error = std::move(done).error();
  if (Result<void> back = abandon(layout, transaction, disk); !back)
    error.diagnostics.push_back(
        {Severity::Error,
         {},
         "putting the old files back failed too: " + back.error().diagnostics.front().message,
         {},
         "mend the cause and run again, which goes on with it; the old files are in " +
             layout.journal + "/before",
         {}});
  return error;
}

/// Makes the journal durable and takes the decision. `stage` puts the new file of an entry in
/// place.
Result<void> decide(const Layout &layout, const Transaction &transaction, const Disk &disk,
                    const std::vector<Rename> &renames,
                    const std::function<Result<void>(std::size_t, const std::string &)> &stage) {
  LEVITATE_CHECK(disk.removeTree(layout.draft));
  for (const std::string &folder :
       {layout.draft, layout.draft + "/before", layout.draft + "/after"})
    LEVITATE_CHECK(disk.makeFolder(folder));
  for (std::size_t i = 0; i < transaction.entries.size(); ++i) {
    const Entry &entry = transaction.entries[i];
    if (entry.before) {
      const std::string saved = Layout::numbered(layout.draft, "before", i);
      LEVITATE_CHECK(disk.linkOrCopy(layout.file(entry.path), saved));
      // What is saved is what is compared, so that nothing can change in between.
      LEVITATE_TRY(state, readState(saved));
      if (!state || Digest::of(state->contents) != *entry.before)
        return refused(entry.path + ": changed while the migration was being planned");
    }
    if (entry.after)
      LEVITATE_CHECK(stage(i, Layout::numbered(layout.draft, "after", i)));
  }
  if (!renames.empty())
    LEVITATE_CHECK(disk.makeFile(layout.draft + "/renames.json", renamesJson(renames), {}));
  LEVITATE_CHECK(disk.makeFile(layout.draft + "/index", indexText(transaction), {}));
  for (const std::string &folder :
       {layout.draft + "/before", layout.draft + "/after", layout.draft})
    LEVITATE_CHECK(disk.sync(folder));
  LEVITATE_CHECK(disk.rename(layout.draft, layout.journal));
  return disk.sync(layout.own);
}

Result<Recovery> recoverLocked(const Layout &layout, const Disk &disk) {
  if (!exists(layout.journal)) {
    if (!exists(layout.draft))
      return Recovery::Nothing;
    LEVITATE_CHECK(disk.removeTree(layout.draft));
    return Recovery::Discarded;
  }
  LEVITATE_TRY(transaction, readIndex(layout.journal));
  if (exists(layout.journal + "/revert")) {
    LEVITATE_CHECK(abandon(layout, transaction, disk));
    return Recovery::RolledBack;
  }
  LEVITATE_CHECK(carryOut(layout, transaction, disk));
  return Recovery::Completed;
}

// --- the lock
// ---------------------------------------------------------------------------------------

/// Holds ROOT/.levitate for this process; the kernel lets go of it when the process ends, however.
class Lock {
public:
  static Result<std::unique_ptr<Lock>> take(const Layout &layout) {
    auto lock = std::unique_ptr<Lock>(new Lock);
    lock->madeFolder = ::mkdir(layout.own.c_str(), 0777) == 0;
    if (!lock->madeFolder && errno != EEXIST)
      return systemError("make folder " + layout.own, errno);
    if (Result<void> taken = lock->take(layout, layout.own + "/lock"); !taken) {
      if (lock->madeFolder)
        (void)removeAll(layout.own);
      return std::move(taken).error();
    }
    return lock;
  }

  ~Lock() {
    if (descriptor >= 0)
      ::close(descriptor);
  }

  bool madeFolder = false; ///< `.levitate` was not there before

private:
  Lock() = default;

  Result<void> take(const Layout &layout, const std::string &file) {
    if (!exists(layout.own + "/.gitignore"))
      LEVITATE_CHECK(writeText(layout.own + "/.gitignore", "*\n"));
    descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0)
      return systemError("open " + file, errno);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK)
        return systemError("lock " + file, errno);
      Result<std::string> holder = readText(file);
      const std::string process = holder ? std::string(trim(*holder)) : "";
      return refused("another run of levitate-migrate is at work in " + layout.root +
                     (process.empty() ? "" : " (process " + process + ")") +
                     "; wait for it to end");
    }
    const std::string self = std::to_string(::getpid()) + "\n";
    if (::ftruncate(descriptor, 0) != 0 ||
        ::pwrite(descriptor, self.data(), self.size(), 0) != ssize_t(self.size()))
      return systemError("write " + file, errno);
    return {};
  }

  int descriptor = -1;
};

// --- from a changeset to a transaction
// ---------------------------------------------------------------

/// The path of a change, made relative to the root with links resolved; why it can't be, if it
/// can't.
Result<std::string> resolved(const Layout &layout, const std::string &path, bool deletes) {
  const std::vector<std::string> parts = split(path, "/");
  for (const std::string &part : parts)
    if (part.empty() || part == "." || part == "..")
      return refused("the path leaves the root or is not in its shortest form");
  auto isOff = [](const std::string &part) { return part == ".git" || part == ".levitate"; };
  const std::string full = layout.file(path);
  struct stat status = {};
  const bool isLink = ::lstat(full.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
  if (isLink && deletes)
    return refused("it is a symbolic link, which is not deleted");
  const std::string real = realPath(full);
  if (!isWithin(real, layout.root))
    return refused("it lies outside the root, behind a symbolic link (" + real + ")");
  if (isLink && !exists(full))
    return refused("it is a symbolic link to nothing");
  std::string relative = real.substr(layout.root.size() + 1);
  for (const std::string &part : split(relative, "/"))
    if (isOff(part))
      return refused("nothing in .git or .levitate is changed");
  for (std::size_t slash = relative.find('/'); slash != std::string::npos;
       slash = relative.find('/', slash + 1))
    if (const std::string folder = relative.substr(0, slash); exists(layout.file(folder + "/.git")))
      return refused("it lies in " + folder +
                     ", a git repository of its own (a submodule), and would be changed there: "
                     "write the result to another folder with --output and commit in both");
  return relative;
}

/// The folders to make for new files, parents first.
std::vector<Folder> foldersToMake(const Layout &layout, const std::vector<Entry> &entries) {
  std::set<std::string> missing;
  for (const Entry &entry : entries)
    if (entry.after && !entry.before)
      for (std::string_view folder = parentPath(entry.path);
           !folder.empty() && !exists(layout.file(std::string(folder)));
           folder = parentPath(folder))
        missing.emplace(folder);
  std::vector<Folder> folders;
  folders.reserve(missing.size());
  for (const std::string &path : missing) // sorted, so parents come first
    folders.push_back({path, 0755});
  return folders;
}

std::optional<std::size_t> entriesIn(const std::string &folder) {
  DIR *opened = ::opendir(folder.c_str());
  if (!opened)
    return {};
  std::size_t count = 0;
  while (const dirent *entry = ::readdir(opened))
    if (std::string_view name = entry->d_name; name != "." && name != "..")
      ++count;
  ::closedir(opened);
  return count;
}

/// The folders that hold nothing once the deleted files are gone, children first.
std::vector<Folder> foldersToDrop(const Layout &layout, const std::vector<Entry> &entries) {
  std::map<std::string, std::size_t, std::greater<>> leaving; // children come before their parents
  std::set<std::string> kept;
  for (const Entry &entry : entries) {
    const std::string folder(parentPath(entry.path));
    if (!entry.after)
      ++leaving[folder];
    else
      for (std::string_view up = folder; !up.empty(); up = parentPath(up))
        kept.emplace(up);
  }
  std::vector<Folder> folders;
  for (auto folder = leaving.begin(); folder != leaving.end(); ++folder) {
    const std::string &path = folder->first;
    if (path.empty() || kept.contains(path) || entriesIn(layout.file(path)) != folder->second)
      continue;
    struct stat status = {};
    if (::stat(layout.file(path).c_str(), &status) != 0)
      continue;
    folders.push_back({path, status.st_mode & 07777});
    ++leaving[std::string(parentPath(path))];
  }
  return folders;
}

/// Checks that this process may replace or remove the file.
Result<void> writable(const std::string &full, const std::optional<FileState> &state) {
  if (state && (state->mode & 0222) == 0)
    return Error::environment(full + ": the file is read-only");
  std::string folder(parentPath(full));
  while (!exists(folder))
    folder = parentPath(folder);
  if (!isDirectory(folder))
    return refused(full + ": " + folder + " is a file, not a folder");
  if (::access(folder.c_str(), W_OK | X_OK) != 0)
    return systemError("write in " + folder, errno);
  return {};
}

struct Prepared {
  Transaction transaction;
  std::vector<const FileChange *> changes; ///< one for each entry
  std::vector<std::optional<unsigned>> modes;
};

/// Checks every change against the tree as it is. All that is wrong is in the one Error.
Result<Prepared> prepare(const Layout &layout, const Changeset &changes) {
  Prepared prepared;
  Error errors;
  std::map<std::string, std::string> spellings; // resolved path -> path in the changeset
  auto collect = [&](const std::string &path, const Error &error) {
    add(errors, error.status, path, error.diagnostics.front().message);
  };
  for (const auto &[path, change] : changes.files) {
    if (change.before == change.after)
      continue;
    Result<std::string> real = resolved(layout, path, !change.after);
    if (!real) {
      collect(path, real.error());
      continue;
    }
    auto [other, isNew] = spellings.emplace(*real, path);
    if (!isNew) {
      if (changes.files.at(other->second).after != change.after)
        add(errors, ExitStatus::Refused, path, "it is the same file as " + other->second);
      continue;
    }
    Result<std::optional<FileState>> state = readState(layout.file(*real));
    if (!state) {
      collect(path, state.error());
      continue;
    }
    const std::string remedy = "run again: the plan is made anew from what is there";
    if (!change.before && *state)
      add(errors, ExitStatus::Refused, path, "it exists, and the plan takes it for new", remedy);
    else if (change.before && !*state)
      add(errors, ExitStatus::Refused, path, "it is gone since the plan was made", remedy);
    else if (change.before && (*state)->contents != *change.before)
      add(errors, ExitStatus::Refused, path, "it changed since the plan was made", remedy);
    else if (Result<void> may = writable(layout.file(*real), *state); !may)
      collect(path, may.error());

    Entry entry{*real, {}, {}};
    if (change.before)
      entry.before = Digest::of(*change.before);
    if (change.after)
      entry.after = Digest::of(*change.after);
    prepared.transaction.entries.push_back(std::move(entry));
    prepared.changes.push_back(&change);
    std::optional<unsigned> mode;
    if (*state) {
      mode = (*state)->mode;
    } else if (!change.movedFrom.empty()) {
      struct stat source = {};
      if (::stat(layout.file(change.movedFrom).c_str(), &source) == 0)
        mode = source.st_mode & 07777;
    }
    prepared.modes.push_back(mode);
  }
  std::set<std::string> going;
  for (const Entry &entry : prepared.transaction.entries)
    if (!entry.after)
      going.insert(layout.file(entry.path));
  refuseLostLinks(layout.root, going, errors, [](const std::string &) { return true; });
  if (!errors.diagnostics.empty())
    return errors;
  prepared.transaction.made = foldersToMake(layout, prepared.transaction.entries);
  prepared.transaction.dropped = foldersToDrop(layout, prepared.transaction.entries);
  return prepared;
}

/// The transaction that takes another one back, if the tree is still as that one left it.
Result<Transaction> reversed(const Layout &layout, const Transaction &done) {
  Transaction transaction;
  transaction.isUndo = true;
  Error errors;
  for (const Entry &entry : done.entries) {
    LEVITATE_TRY(state, readState(layout.file(entry.path)));
    std::optional<Digest> now;
    if (state)
      now = Digest::of(state->contents);
    if (now != entry.after)
      add(errors, ExitStatus::Refused, entry.path,
          !entry.after ? "it was made anew since the migration; undo would overwrite it"
          : !now       ? "it was deleted since the migration"
                       : "it was changed since the migration; undo would lose that",
          "save what was done since, make the file as the migration left it, and undo again");
    transaction.entries.push_back({entry.path, entry.after, entry.before});
  }
  if (!errors.diagnostics.empty())
    return errors;
  transaction.made.assign(done.dropped.rbegin(), done.dropped.rend());
  transaction.dropped.assign(done.made.rbegin(), done.made.rend());
  return transaction;
}

} // namespace

Result<void> write(const Changeset &changes, const std::vector<Rename> &renames,
                   const FaultHook &faults) {
  if (changes.empty())
    return {};
  if (!isDirectory(changes.root))
    return Error::environment(changes.root + ": no such folder");
  const Layout layout(realPath(changes.root));
  const Disk disk(faults);
  LEVITATE_TRY(lock, Lock::take(layout));
  auto attempt = [&]() -> Result<void> {
    LEVITATE_CHECK(recoverLocked(layout, disk));
    LEVITATE_TRY(prepared, prepare(layout, changes));
    if (prepared.transaction.entries.empty())
      return {};
    const auto stage = [&](std::size_t i, const std::string &path) {
      return disk.makeFile(path, *prepared.changes[i]->after, prepared.modes[i]);
    };
    if (Result<void> decided = decide(layout, prepared.transaction, disk, renames, stage);
        !decided) {
      // The decision may have been taken and only the sync after it have failed.
      if (exists(layout.journal))
        LEVITATE_CHECK(abandon(layout, prepared.transaction, disk));
      (void)removeAll(layout.draft);
      return decided;
    }
    return carryOut(layout, prepared.transaction, disk);
  };
  Result<void> outcome = attempt();
  if (!outcome && lock->madeFolder && !exists(layout.journal))
    (void)removeAll(layout.own);
  return outcome;
}

Result<UndoSummary> undo(const std::string &root, const FaultHook &faults) {
  if (!isDirectory(root))
    return Error::environment(root + ": no such folder");
  const Layout layout(realPath(root));
  if (!exists(layout.own))
    return UndoSummary{};
  const Disk disk(faults);
  LEVITATE_TRY(lock, Lock::take(layout));
  LEVITATE_CHECK(recoverLocked(layout, disk));
  if (!exists(layout.undo + "/index"))
    return UndoSummary{};
  LEVITATE_TRY(done, readIndex(layout.undo));
  LEVITATE_TRY(transaction, reversed(layout, done));
  const auto stage = [&](std::size_t i, const std::string &path) -> Result<void> {
    const std::string saved = Layout::numbered(layout.undo, "before", i);
    LEVITATE_CHECK(disk.linkOrCopy(saved, path));
    LEVITATE_TRY(state, readState(path));
    if (!state || Digest::of(state->contents) != *transaction.entries[i].after)
      return Error::environment(saved + ": the saved file is damaged; nothing was undone");
    // Build systems compare times: what returns is new to them.
    if (::utimensat(AT_FDCWD, path.c_str(), nullptr, 0) != 0)
      return systemError("set the time of " + path, errno);
    return {};
  };
  if (Result<void> decided = decide(layout, transaction, disk, {}, stage); !decided) {
    if (exists(layout.journal))
      LEVITATE_CHECK(abandon(layout, transaction, disk));
    (void)removeAll(layout.draft);
    return std::move(decided).error();
  }
  LEVITATE_CHECK(carryOut(layout, transaction, disk));
  return UndoSummary{transaction.entries.size()};
}

Result<Recovery> recover(const std::string &root, const FaultHook &faults) {
  const Layout layout(realPath(root));
  if (!exists(layout.journal) && !exists(layout.draft))
    return Recovery::Nothing;
  LEVITATE_TRY(lock, Lock::take(layout));
  return recoverLocked(layout, Disk(faults));
}

} // namespace levitate::changeset
