#include "old/pages.h"

#include <string>
#include <vector>

using namespace book;
using std::string;
using std::vector;

int print::Cover::size() const {
  const vector<string> words{"a", "cover"};
  return static_cast<int>(words.size());
}
