#pragma once

#include "engine/analysis/provenance.h"

#include <QAbstractTableModel>

namespace ffn::ui {

/// The summands of one cell: what · factor · weight · value with a signed bar; the last row is their total.
class TermModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    enum Column { What, Factor, Weight, Value, kColumns };
    using QAbstractTableModel::QAbstractTableModel;

    void setProvenance(std::optional<Provenance> provenance);
    /// The summand in a row; null for the total.
    const Term* termAt(int row) const;
    /// True when a row's factor is a cell that can be followed.
    bool leadsSomewhere(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Words anew, after a change of language.
    void retranslate();

  private:
    QString what(const Term& term) const;
    QString text(const Term& term, int column) const;
    QVariant totalText(int column) const;

    std::optional<Provenance> m_provenance;
    double m_largest = 0;
};

} // namespace ffn::ui
