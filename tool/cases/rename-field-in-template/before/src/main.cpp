struct Sheet {
  int width = 0;
};

template <class T> int widthOf(const T &thing) { return thing.width; }

int main() { return widthOf(Sheet()); }
