#pragma once

#include "engine/formats/tensor_archive.h"
#include "engine/model/block_finder.h"
#include "engine/model/block_mapping.h"

#include <QString>

#include <optional>

namespace ffn::ui {

/// A block put together by hand, with what the file does not say about it.
struct KeptMapping {
    BlockMapping mapping;
    ConfigOverrides say;
    bool operator==(const KeptMapping&) const = default;
};

/// What a file is known by when its mapping is kept: a hash over its size and over the name, type and shape
/// of every tensor, not over the values. So a checkpoint of the same training is known again, too, and a file
/// of 100 GB is known at once.
QString archiveKey(const TensorArchive& archive);

/// The mapping kept in QSettings for files of this key; nothing where there is none or it cannot be read.
std::optional<KeptMapping> keptMapping(const QString& key);
void keepMapping(const QString& key, const KeptMapping& kept);
void forgetMapping(const QString& key);

} // namespace ffn::ui
