#pragma once

namespace pipe {

struct Unit {
  int value = 2;
};

template <class In> class Stage {
public:
  class Buffer;
  template <class Out> Out convert(const In &in) const;
  template <class Out, int N> struct Step {
    Out run() const;
  };
  static int count;
};

template <class In> int Stage<In>::count = 3;

template <class In> class Stage<In>::Buffer {
public:
  In first{};
};

template <class In> template <class Out> Out Stage<In>::convert(const In &in) const {
  return Out(in) + Unit().value;
}

template <class In> template <class Out, int N> Out Stage<In>::Step<Out, N>::run() const {
  return Out(N);
}

} // namespace pipe
