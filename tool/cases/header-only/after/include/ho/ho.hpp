#ifndef HO_HO_HPP
#define HO_HO_HPP

namespace ho {

inline const char* name() {
  return "ho";
}

}  // namespace ho

#endif  // HO_HO_HPP
