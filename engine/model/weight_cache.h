#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace ffn {

/// What computations derive once from a model's weights and keep as long as the model lives: packed copies,
/// in the layout of a back end. May be asked from several threads.
class WeightCache {
  public:
    /// The value called `key`, made by `make` when it is asked for the first time.
    template <class T>
    std::shared_ptr<const T> get(const std::string& key,
                                 const std::function<std::shared_ptr<const T>()>& make) {
        std::lock_guard lock(m_mutex);
        std::shared_ptr<const void>& value = m_values[key];
        if (!value) value = make();
        return std::static_pointer_cast<const T>(value);
    }

  private:
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<const void>> m_values;
};

} // namespace ffn
