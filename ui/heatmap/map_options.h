#pragma once

#include "ui/heatmap/map_settings.h"

#include <QHash>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace ffn::ui {

/// One row of choices above a heat map: colours, range, transfer, reduction, transposed.
class MapOptions : public QWidget {
    Q_OBJECT
  public:
    explicit MapOptions(QWidget* parent = nullptr);
    const MapSettings& settings() const { return m_settings; }
    void setSettings(const MapSettings& settings);
    /// Shows the ends in use in the field for typed ones, unless a person is typing there.
    void showEnds(float low, float high);

  signals:
    void changed(const ffn::ui::MapSettings& settings);

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QComboBox* addChoice();
    void word(QComboBox* box, const QString& label, const QString& toolTip);
    void retranslate();
    void fill();
    void readWidgets();
    void readEnds();
    void show();

    MapSettings m_settings;
    QComboBox *m_map, *m_range, *m_transfer, *m_reduction;
    QHash<QComboBox*, QLabel*> m_names;
    QLineEdit* m_ends;
    QCheckBox* m_transposed;
    bool m_showing = false;
};

} // namespace ffn::ui
