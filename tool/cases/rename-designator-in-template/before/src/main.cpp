struct Options {
  int level = 0;
};

template <class T> T made() { return T{.level = 0}; }

int main() { return made<Options>().level; }
