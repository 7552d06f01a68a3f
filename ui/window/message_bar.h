#pragma once

#include <QFrame>

class QLabel;
class QToolButton;

namespace ffn::ui {

/// One line under the toolbar that says what went wrong or what a person should know, until dismissed.
class MessageBar : public QFrame {
    Q_OBJECT
  public:
    enum class Kind { Error, Note };
    explicit MessageBar(QWidget* parent = nullptr);
    void show(const QString& sentence, Kind kind);
    QString text() const;

  protected:
    void changeEvent(QEvent* event) override;

  private:
    void retranslate();
    void recolor();
    QLabel* m_icon;
    QLabel* m_text;
    QToolButton* m_close;
    Kind m_kind = Kind::Note;
};

} // namespace ffn::ui
