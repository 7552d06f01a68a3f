#include "ui/window/theme.h"

#include <QApplication>
#include <QFont>
#include <QFontDatabase>
#include <QPainter>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QStyleOption>

namespace ffn::ui {

namespace {

struct ThemeColors {
    QColor window, base, alternate, text, muted, button, highlight, highlightedText, mid, link;
};

constexpr auto rgb = [](unsigned value) { return QColor::fromRgb(QRgb(value)); };

ThemeColors lightColors() {
    return {rgb(0xf4f5f7), rgb(0xffffff), rgb(0xf0f2f5), rgb(0x1b1f24), rgb(0x5b6470),
            rgb(0xe9ebef), rgb(0x2563c9), rgb(0xffffff), rgb(0xb9c0c9), rgb(0x1d5bbf)};
}

ThemeColors darkColors() {
    return {rgb(0x1d2024), rgb(0x15181b), rgb(0x22262b), rgb(0xe6e9ed), rgb(0x9aa4b0),
            rgb(0x2c3137), rgb(0x4c8dff), rgb(0x0c1116), rgb(0x454c55), rgb(0x7db0ff)};
}

QPalette paletteOf(const ThemeColors& c) {
    QPalette p;
    p.setColor(QPalette::Window, c.window);
    p.setColor(QPalette::WindowText, c.text);
    p.setColor(QPalette::Base, c.base);
    p.setColor(QPalette::AlternateBase, c.alternate);
    p.setColor(QPalette::ToolTipBase, c.base);
    p.setColor(QPalette::ToolTipText, c.text);
    p.setColor(QPalette::PlaceholderText, c.muted);
    p.setColor(QPalette::Text, c.text);
    p.setColor(QPalette::Button, c.button);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::Light, c.button.lighter(115));
    p.setColor(QPalette::Midlight, c.button.lighter(107));
    p.setColor(QPalette::Mid, c.mid);
    p.setColor(QPalette::Dark, c.mid.darker(125));
    p.setColor(QPalette::Shadow, c.mid.darker(180));
    p.setColor(QPalette::Highlight, c.highlight);
    p.setColor(QPalette::HighlightedText, c.highlightedText);
    p.setColor(QPalette::Link, c.link);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, c.muted);
    return p;
}

/// Fusion, whose empty check boxes and radio buttons would be dark on dark: its outline is the window's
/// colour, darker.
class ClearBoxes : public QProxyStyle {
  public:
    ClearBoxes() : QProxyStyle(QStyleFactory::create("Fusion")) {}
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override {
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        const bool round = element == PE_IndicatorRadioButton;
        if (!round && element != PE_IndicatorCheckBox && element != PE_IndicatorItemViewItemCheck) return;
        // Where the keyboard is, Fusion's own ring shows it.
        if (option->state.testFlags(State_HasFocus | State_KeyboardFocusChange)) return;
        painter->save();
        painter->setBrush(Qt::NoBrush);
        painter->setPen(option->palette.color(QPalette::PlaceholderText));
        if (round) {
            painter->setRenderHint(QPainter::Antialiasing);
            const int w = option->rect.width();
            const double radius = (w + (w + 1) % 2) / 2.0 - 1; // Fusion's own circle
            painter->drawEllipse(QPointF(option->rect.center() + QPoint(1, 1)), radius, radius);
        } else {
            painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        }
        painter->restore();
    }
};

bool systemIsDark() {
    static const bool kDark =
        QApplication::style()->standardPalette().color(QPalette::Window).lightness() < 128;
    return kDark;
}

} // namespace

void applyTheme(Theme theme) {
    const bool dark = theme == Theme::Dark || (theme == Theme::System && systemIsDark());
    QApplication::setStyle(new ClearBoxes);
    QApplication::setPalette(paletteOf(dark ? darkColors() : lightColors()));
}

void applyFontSize(int percent) {
    static const QFont kSystem = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    QFont font = kSystem;
    font.setPointSizeF(kSystem.pointSizeF() * percent / 100);
    QApplication::setFont(font);
}

QString themeKey(Theme theme) {
    return theme == Theme::Light ? "light" : theme == Theme::Dark ? "dark" : "system";
}

Theme themeFromKey(const QString& key) {
    return key == "light" ? Theme::Light : key == "dark" ? Theme::Dark : Theme::System;
}

} // namespace ffn::ui
