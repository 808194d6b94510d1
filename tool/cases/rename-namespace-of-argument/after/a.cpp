#include "a.h"
#include <vector>
namespace lev2 {
namespace {
class Repairer {
public:
  int run() { tables_.push_back({1}); tables_.push_back(TableInfo{2}); return static_cast<int>(tables_.size()) + sum(); }
private:
  struct TableInfo { int number; };
  int sum() { int n = 0; for (TableInfo &t : tables_) n += t.number; std::vector<TableInfo> copy = tables_; copy.erase(copy.begin()); return n; }
  std::vector<TableInfo> tables_;
};
}
int repair() { Repairer r; return r.run(); }
}
