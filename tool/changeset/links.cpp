#include "tool/changeset/links.h"

#include "base/files.h"
#include "tool/changeset/refusal.h"

#include <filesystem>

namespace levitate::changeset {

void refuseLostLinks(const std::string &root, const std::set<std::string> &going, Error &errors,
                     const std::function<bool(const std::string &)> &counts) {
  if (going.empty())
    return;
  std::error_code failure;
  using Walk = std::filesystem::recursive_directory_iterator;
  for (auto at = Walk(root, std::filesystem::directory_options::skip_permission_denied, failure);
       !failure && at != Walk(); at.increment(failure)) {
    const std::string name = at->path().filename();
    std::error_code none;
    if (name == ".git" || name == ".levitate") {
      at.disable_recursion_pending();
    } else if (at->is_symlink(none)) {
      const std::string link = relativePath(at->path(), root), real = realPath(at->path());
      if (going.contains(real) && counts(link))
        add(errors, ExitStatus::Refused, link,
            "it is a symbolic link to " + relativePath(real, root) + ", which goes",
            "remove the link, or put the file in its place");
    }
  }
}

} // namespace levitate::changeset
