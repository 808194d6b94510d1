template <class Key, class T>
template <class KeyP, class TP>
class Map<Key, T>::MapPrivate {
public:
  MapPrivate() : count(0) {}
  MapPrivate(const std::map<KeyP, TP> &m) : map(m), count(0) {}
  ~MapPrivate() { count = -1; }
  std::map<KeyP, TP> map;
  int count;
};

template <class Key, class T>
template <class KeyP, class TP>
class Map<Key, T>::MapPrivate<const KeyP, TP *> {
public:
  MapPrivate() {}
  std::map<KeyP, TP *> map;
};

template <class Key, class T>
Map<Key, T>::Map() : d(new MapPrivate<Key, T>()) {}

template <class Key, class T>
Map<Key, T>::~Map() {
  delete d;
}

template <class Key, class T>
T &Map<Key, T>::operator[](const Key &key) {
  return d->map[key];
}
