// Copyright 2009 Someone. All Rights Reserved.

#ifndef UTIL_FLAGS_ALL_H_
#define UTIL_FLAGS_ALL_H_

// Simplified flags.
// Does not support parsing the command line.

#define DEFINE_FLAG(type, name, deflt) \
  namespace lib { type FLAGS_##name = deflt; }

namespace lib {

// ---- Reading ----

template <typename T>
T GetFlag(const T &flag) {
  return flag;
}

// ---- Writing ----

int counter();  // how often

}  // namespace lib

// That is all.

#endif  // UTIL_FLAGS_ALL_H_
