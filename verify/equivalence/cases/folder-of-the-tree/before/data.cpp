#include <string>

std::string dataFile(const std::string &name) { return DATA_FOLDER + name; }
