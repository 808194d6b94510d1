#include "base/qualified_name.h"

#include "base/text.h"

namespace levitate {

std::vector<std::string> components(const std::string &qualified) {
  return qualified.empty() ? std::vector<std::string>() : split(qualified, "::");
}

std::string lastComponent(const std::string &qualified) {
  const std::size_t colons = qualified.rfind("::");
  return colons == std::string::npos ? qualified : qualified.substr(colons + 2);
}

std::string scopeOf(const std::string &qualified) {
  const std::size_t colons = qualified.rfind("::");
  return colons == std::string::npos ? "" : qualified.substr(0, colons);
}

std::string inScope(const std::string &scope, const std::string &name) {
  return scope.empty() ? name : scope + "::" + name;
}

} // namespace levitate
