namespace Tag {

template <class T>
template <class TP> class List<T>::Private {
public:
  Private() {}
  std::list<TP> list;
};

template <class T>
template <class TP> class List<T>::Private<TP *> {
public:
  Private() {}
  std::list<TP *> list;
};

template <class T>
List<T>::List() : d(new Private<T>()) {}

template <class T>
List<T>::~List() { delete d; }

template <class T>
int List<T>::size() const { return static_cast<int>(d->list.size()); }

} // namespace Tag
