#include <string>

std::string testFile(const std::string &name) { return DATA_FOLDER + name; }
