#include "tool/pipeline/git.h"

#include "base/text.h"

#include <fmt/format.h>

#include <map>

namespace levitate::pipeline {
namespace {

const std::string_view zero("\0", 1);

/// A header of a commit with the lines that continue it.
struct Header {
  std::string name, value, text;
};

std::vector<Header> headersOf(const std::string &raw, std::size_t end) {
  std::vector<Header> headers;
  for (std::size_t at = 0; at < end;) {
    const std::size_t next = raw.find('\n', at) + 1;
    const std::string line = raw.substr(at, next - at);
    at = next;
    if (line.starts_with(' ') && !headers.empty()) {
      headers.back().text += line;
      continue;
    }
    const std::size_t space = std::min(line.find(' '), line.size() - 1);
    headers.push_back(
        {line.substr(0, space), std::string(trim(std::string_view(line).substr(space))), line});
  }
  return headers;
}

unsigned lineOfMarker(const std::string &text) {
  unsigned line = 1;
  for (std::size_t at = 0; at < text.size(); ++line) {
    if (text.compare(at, 8, "<<<<<<< ") == 0)
      return line;
    const std::size_t end = text.find('\n', at);
    if (end == std::string::npos)
      break;
    at = end + 1;
  }
  return 0;
}

} // namespace

Result<Git> Git::at(const std::string &folder) {
  if (!findProgram("git"))
    return Error::environment("git is not installed");
  const auto ask = [&](const char *what) -> Result<std::string> {
    Command command;
    command.arguments = {"git", "-C", folder, "rev-parse", what};
    LEVITATE_TRY(result, runProcess(command));
    if (!result.succeeded())
      return Error::usage(folder + " is in no git repository: " + std::string(trim(result.errors)));
    return std::string(trim(result.output));
  };
  LEVITATE_TRY(top, ask("--show-toplevel"));
  LEVITATE_TRY(directory, ask("--absolute-git-dir"));
  return Git(realPath(top), realPath(directory));
}

Result<ProcessResult>
Git::attempt(std::vector<std::string> arguments, std::string input,
             std::vector<std::pair<std::string, std::string>> environment) const {
  Command command;
  command.arguments = {"git", "-C", workTree};
  command.arguments.insert(command.arguments.end(), arguments.begin(), arguments.end());
  command.input = std::move(input);
  command.environment = std::move(environment);
  command.environment.emplace_back("LC_ALL", "C"); // messages are shown as they come
  return runProcess(command);
}

Result<std::string> Git::run(std::vector<std::string> arguments, std::string input,
                             std::vector<std::pair<std::string, std::string>> environment) const {
  const std::string shown = "git " + join(arguments, " ");
  LEVITATE_TRY(result, attempt(std::move(arguments), std::move(input), std::move(environment)));
  if (!result.succeeded())
    return Error::environment(
        fmt::format("{}: {} (status {})", shown, trim(result.errors), result.status));
  return std::move(result.output);
}

Result<std::string> Git::resolve(const std::string &name) const {
  LEVITATE_TRY(result, attempt({"rev-parse", "--verify", "--quiet", "--end-of-options",
                                name + "^{commit}"}));
  if (!result.succeeded())
    return Error::usage("'" + name + "' names no commit in " + workTree);
  return std::string(trim(result.output));
}

Result<Commit> Git::commit(const std::string &id) const {
  LEVITATE_TRY(raw, run({"cat-file", "commit", id}));
  Commit commit;
  commit.id = id;
  const std::size_t end = raw.find("\n\n") + 1;
  for (const Header &header : headersOf(raw, end)) {
    if (header.name == "tree")
      commit.tree = header.value;
    else if (header.name == "parent")
      commit.parents.push_back(header.value);
    else if (!header.name.starts_with("gpgsig") && header.name != "mergetag")
      commit.rest += header.text; // a signature is of what the commit was
  }
  commit.rest += raw.substr(end);
  const std::string message = raw.substr(std::min(end + 1, raw.size()));
  commit.subject = message.substr(0, message.find('\n'));
  return commit;
}

Result<std::string> Git::makeCommit(const Commit &like, const std::string &tree,
                                    const std::string &parent) const {
  LEVITATE_TRY(id, run({"hash-object", "-t", "commit", "-w", "--stdin"},
                       "tree " + tree + "\nparent " + parent + "\n" + like.rest));
  return std::string(trim(id));
}

Result<Git::Merge> Git::merge(const std::string &base, const std::string &ours,
                              const std::string &theirs) const {
  // merge-tree finds the base itself, from commits; these are of no one and nowhere.
  const std::string person = "levitate-migrate <levitate-migrate@localhost> 0 +0000\n";
  const Commit nobody{"", "", {}, "author " + person + "committer " + person + "\nmerge\n", ""};
  const auto wrap = [&](const std::string &tree, const std::string &parent) -> Result<std::string> {
    std::string text = "tree " + tree + "\n" + (parent.empty() ? "" : "parent " + parent + "\n");
    LEVITATE_TRY(id, run({"hash-object", "-t", "commit", "-w", "--stdin"}, text + nobody.rest));
    return std::string(trim(id));
  };
  LEVITATE_TRY(root, wrap(base, ""));
  LEVITATE_TRY(left, wrap(ours, root));
  LEVITATE_TRY(right, wrap(theirs, root));
  LEVITATE_TRY(result, attempt({"merge-tree", "--write-tree", "-z", "--messages", left, right}));
  if (result.timedOut || result.status > 1)
    return Error::environment("git merge-tree: " + std::string(trim(result.errors)) +
                              " (git 2.38 or later is needed)");
  // TREE \0 (mode id stage \t file \0)* \0 (count \0 file*\0 kind \0 message \0)*
  const std::vector<std::string> fields = split(result.output, zero);
  Merge merge;
  merge.tree = fields[0];
  if (result.status == 0)
    return merge;
  std::size_t at = 1;
  while (at < fields.size() && !fields[at].empty())
    ++at;
  for (++at; at + 1 < fields.size();) {
    const std::size_t count = std::strtoul(fields[at].c_str(), nullptr, 10);
    if (count == 0 || at + count + 2 >= fields.size())
      break;
    const std::string &kind = fields[at + count + 1], &message = fields[at + count + 2];
    if (kind.starts_with("CONFLICT")) {
      Merge::Conflict conflict{fields[at + 1], 0, std::string(trim(message))};
      LEVITATE_TRY(text, attempt({"cat-file", "blob", merge.tree + ":" + conflict.file}));
      if (text.succeeded())
        conflict.line = lineOfMarker(text.output);
      merge.conflicts.push_back(std::move(conflict));
    }
    at += count + 3;
  }
  if (merge.conflicts.empty())
    return Error::environment("git merge-tree reports conflicts in a form that is not known");
  return merge;
}

Result<CommitTree> CommitTree::make(const Git &git) {
  auto place = std::make_unique<Place>(git.gitDirectory + "/levitate");
  LEVITATE_CHECK(makeDirectory(place->home));
  LEVITATE_TRY(lock, FileLock::take(place->home + "/lock"));
  if (!lock)
    return Error::of(ExitStatus::Refused, "another `levitate-migrate rebase` is at work in " +
                                              git.workTree + "; wait for it to end");
  place->lock = std::move(lock);
  LEVITATE_CHECK(removeAll(place->work()));
  LEVITATE_CHECK(makeDirectory(place->work() + "/tree"));
  // The tree of a commit is no work tree: what its CMake files ask git is not for the user's.
  LEVITATE_CHECK(writeText(place->work() + "/.git", "gitdir: nowhere\n"));
  return CommitTree(git, std::move(place));
}

CommitTree::Place::~Place() {
  if (lock)
    (void)removeAll(work());
}

std::vector<std::pair<std::string, std::string>>
CommitTree::environment(const std::string &index) const {
  return {{"GIT_DIR", git->gitDirectory},
          {"GIT_WORK_TREE", files()},
          {"GIT_INDEX_FILE", beside(index)}};
}

Result<void> CommitTree::show(const std::string &id) {
  LEVITATE_CHECK(
      git->run({"-C", files(), "read-tree", "--reset", "-u", id}, {}, environment("index")));
  shown = id;
  return {};
}

Result<std::string> CommitTree::with(const changeset::Changeset &changes,
                                     const std::string &prefix) const {
  const auto settings = environment("index.changed");
  const auto run = [&](std::vector<std::string> arguments, const std::string &input = {}) {
    arguments.insert(arguments.begin(), {"-C", files()});
    return git->run(std::move(arguments), input, settings);
  };
  LEVITATE_CHECK(run({"read-tree", shown}));
  LEVITATE_TRY(listing, run({"ls-files", "-s", "-z"}));
  std::map<std::string, std::string> modes;
  for (const std::string &entry : split(listing, zero))
    if (const std::size_t tab = entry.find('\t'); tab != std::string::npos)
      modes[entry.substr(tab + 1)] = entry.substr(0, entry.find(' '));
  std::string input;
  const auto inTree = [&](const std::string &path) {
    return prefix.empty() ? path : prefix + "/" + path;
  };
  for (const auto &[path, change] : changes.files) {
    const std::string file = inTree(path);
    if (!change.after) {
      input += "0 " + std::string(shown.size(), '0') + "\t" + file;
    } else {
      LEVITATE_TRY(id, run({"hash-object", "-w", "--stdin", "--path=" + file}, *change.after));
      auto mode = modes.find(file);
      if (mode == modes.end() && !change.movedFrom.empty())
        mode = modes.find(inTree(change.movedFrom));
      const std::string bits = mode == modes.end() ? "100644" : mode->second;
      if (bits == "120000" || bits == "160000")
        return Error::at(ExitStatus::Refused, {file, 0, 0},
                         "the migration changes a link, which can't be done in a branch");
      input += bits + " " + std::string(trim(id)) + "\t" + file;
    }
    input += zero;
  }
  LEVITATE_CHECK(run({"update-index", "-z", "--index-info"}, input));
  LEVITATE_TRY(tree, run({"write-tree"}));
  return std::string(trim(tree));
}

} // namespace levitate::pipeline
