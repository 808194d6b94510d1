template <class Key, class T>
template <class KeyP, class TP>
class Map<Key, T>::Store {
public:
  Store() : count(0) {}
  Store(const std::map<KeyP, TP> &m) : map(m), count(0) {}
  ~Store() { count = -1; }
  std::map<KeyP, TP> map;
  int count;
};

template <class Key, class T>
template <class KeyP, class TP>
class Map<Key, T>::Store<const KeyP, TP *> {
public:
  Store() {}
  std::map<KeyP, TP *> map;
};

template <class Key, class T>
Map<Key, T>::Map() : d(new Store<Key, T>()) {}

template <class Key, class T>
Map<Key, T>::~Map() {
  delete d;
}

template <class Key, class T>
T &Map<Key, T>::operator[](const Key &key) {
  return d->map[key];
}
