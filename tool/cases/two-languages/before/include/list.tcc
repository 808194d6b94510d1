namespace lib {

template <class T>
typename List<T>::Iterator List<T>::begin()
{
  return list.begin();
}

template <class T>
typename List<T>::Iterator List<T>::insert(Iterator where, const T &item)
{
  return list.insert(where, item);
}

} // namespace lib
