#include "atom.h"
#include "list_moved.h"
#include "mp4tag.h"

using namespace Tag;

MP4::AtomDataList
MP4::TagX::parse(const Atom *)
{
  AtomDataList result{};
  for (AtomDataList::Iterator it = result.first; it != nullptr; ++it)
    ;
  return result;
}
int main() { return sizeof(MP4::TagX) == 1 ? 0 : 1; }
